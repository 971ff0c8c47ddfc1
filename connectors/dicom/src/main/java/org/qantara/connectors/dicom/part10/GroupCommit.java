package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes files and their names in one directory durable. Each caller forces its own file, at the same time as the others: the
 * file system puts them into one commit of its journal. The directory is then forced once for all who wait for it.
 * Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    private final FileChannel directory;
    private final Object turn = new Object();
    private long asked;
    private long forced;
    private long failed;
    private boolean forcing;

    GroupCommit(Path directory) throws IOException {
        this.directory = FileChannel.open(directory, StandardOpenOption.READ);
    }

    /**
     * Returns when the file and its name are durable.
     *
     * @throws IOException when the disk says no: nothing may be acknowledged then
     */
    void commit(FileChannel file) throws IOException {
        file.force(true);
        long mine;
        long upTo;
        synchronized (turn) {
            mine = ++asked;
            while (forcing && forced < mine && failed < mine) {
                await();
            }
            if (failed >= mine && forced < mine) {
                throw new IOException("the directory of pending objects could not be forced to disk");
            }
            if (forced >= mine) {
                return;
            }
            forcing = true;
            upTo = asked;
        }
        boolean done = false;
        try {
            directory.force(true);
            done = true;
        } finally {
            synchronized (turn) {
                // a second try of the same directory could succeed without having written what the first one lost
                if (done) {
                    forced = upTo;
                } else {
                    failed = upTo;
                }
                forcing = false;
                turn.notifyAll();
            }
        }
    }

    private void await() throws IOException {
        try {
            turn.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the disk", e);
        }
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
