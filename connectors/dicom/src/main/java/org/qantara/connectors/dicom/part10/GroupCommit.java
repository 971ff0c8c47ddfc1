package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes files and the directories that name them durable, for all who wait at once: the first caller forces everything
 * that has gathered, the others wait; who comes meanwhile gathers for the next round. So directories are forced once per
 * round, and one commit of the file system's journal serves many files. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    private final Map<Path, FileChannel> directories = new HashMap<>();
    private final Object turn = new Object();
    private List<Entry> gathering = new ArrayList<>();
    private boolean forcing;

    private static final class Entry {
        private final FileChannel file;
        private final List<Path> directories;
        private boolean done;
        private @Nullable IOException failure;

        Entry(FileChannel file, List<Path> directories) {
            this.file = file;
            this.directories = directories;
        }
    }

    /**
     * Returns when the file and its directories are durable.
     *
     * @throws IOException when the disk says no: nothing may be acknowledged then
     */
    void commit(FileChannel file, List<Path> inDirectories) throws IOException {
        Entry mine = new Entry(file, inDirectories);
        List<Entry> round = List.of();
        synchronized (turn) {
            gathering.add(mine);
            while (!mine.done && forcing) {
                await();
            }
            if (!mine.done) {
                forcing = true;
                round = gathering;
                gathering = new ArrayList<>();
            }
        }
        if (!round.isEmpty()) {
            force(round);
            synchronized (turn) {
                round.forEach(entry -> entry.done = true);
                forcing = false;
                turn.notifyAll();
            }
        }
        if (mine.failure != null) {
            throw mine.failure;
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

    private void force(List<Entry> round) {
        Set<Path> touched = new LinkedHashSet<>();
        for (Entry entry : round) {
            try {
                entry.file.force(true);
                touched.addAll(entry.directories);
            } catch (IOException e) {
                entry.failure = e;
            }
        }
        for (Path directory : touched) {
            try {
                directory(directory).force(true);
            } catch (IOException e) {
                round.stream()
                        .filter(entry -> entry.directories.contains(directory))
                        .forEach(entry -> entry.failure = e);
            }
        }
    }

    /** Only the forcing thread comes here. */
    private FileChannel directory(Path directory) throws IOException {
        FileChannel open = directories.get(directory);
        if (open == null) {
            open = FileChannel.open(directory, StandardOpenOption.READ);
            directories.put(directory, open);
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel directory : directories.values()) {
            directory.close();
        }
    }
}
