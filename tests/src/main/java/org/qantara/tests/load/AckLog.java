package org.qantara.tests.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file of what was answered: the sender's own memory, against which the record is checked after a fault. One line per answer,
 * separated by tabs: time sent, time answered (milliseconds since 1970), answer, MSH-10, kind, fate, patient, retired patient,
 * version, connection. Lines are written by a thread of their own and forced to disk every {@value #FORCE_EVERY_MS} ms and at the
 * end, so a crash of this process loses the last of them and never invents one. Thread-safe.
 */
public final class AckLog implements AutoCloseable {
    private static final long FORCE_EVERY_MS = 50;
    private static final Entry END =
            new Entry(0, 0, "", "", LoadMessage.Kind.ADT, LoadMessage.Fate.APPLIED, "", null, 0, 0);

    private final FileChannel file;
    private final LinkedBlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "ack-log");
    private volatile @Nullable IOException failure;

    /**
     * One answer.
     *
     * @param answer {@code AA}, {@code AE}, {@code CA} and so on, or {@code timeout}, {@code disconnected}, {@code unreachable}
     * @param fate what has to become of the message
     */
    public record Entry(
            long sentAtMs,
            long answeredAtMs,
            String answer,
            String controlId,
            LoadMessage.Kind kind,
            LoadMessage.Fate fate,
            String patient,
            @Nullable String retired,
            long version,
            int connection) {

        /** The receiver has taken responsibility for it. */
        public boolean accepted() {
            return answer.equals("AA") || answer.equals("CA");
        }

        private String line() {
            return String.join(
                    "\t",
                    Long.toString(sentAtMs),
                    Long.toString(answeredAtMs),
                    answer,
                    controlId,
                    kind.name(),
                    fate.name(),
                    patient,
                    retired == null ? "" : retired,
                    Long.toString(version),
                    Integer.toString(connection));
        }

        private static Entry of(String line) {
            String[] f = line.split("\t", -1);
            return new Entry(
                    Long.parseLong(f[0]),
                    Long.parseLong(f[1]),
                    f[2],
                    f[3],
                    LoadMessage.Kind.valueOf(f[4]),
                    LoadMessage.Fate.valueOf(f[5]),
                    f[6],
                    f[7].isEmpty() ? null : f[7],
                    Long.parseLong(f[8]),
                    Integer.parseInt(f[9]));
        }
    }

    private AckLog(FileChannel file) {
        this.file = file;
        writer.setDaemon(true);
        writer.start();
    }

    /** Appends to the file, which is made when missing. */
    public static AckLog appendTo(Path path) throws IOException {
        return new AckLog(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Every whole line of a file; the last one may be cut by a crash of its writer. */
    public static List<Entry> read(Path path) throws IOException {
        String text = Files.readString(path);
        try (Stream<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines()) {
            return lines.map(Entry::of).toList();
        }
    }

    /** Notes an answer. */
    public void add(Entry entry) {
        waiting.add(entry);
    }

    private void write() {
        List<Entry> batch = new ArrayList<>();
        boolean open = true;
        try {
            while (open) {
                batch.add(waiting.take());
                waiting.drainTo(batch);
                open = batch.get(batch.size() - 1) != END;
                StringBuilder lines = new StringBuilder();
                batch.stream().filter(entry -> entry != END).forEach(entry -> lines.append(entry.line())
                        .append('\n'));
                ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(false);
                batch.clear();
                if (open) {
                    TimeUnit.MILLISECONDS.sleep(FORCE_EVERY_MS);
                }
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits and forces it to disk; throws when anything could not be written. */
    @Override
    public void close() {
        waiting.add(END);
        try {
            writer.join();
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        IOException failed = failure;
        if (failed != null) {
            throw new UncheckedIOException("the file of acknowledgements could not be written", failed);
        }
    }
}
