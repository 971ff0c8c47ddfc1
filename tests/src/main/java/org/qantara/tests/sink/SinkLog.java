package org.qantara.tests.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The sink's log: one JSON line per message of an applied transaction, in the order of application, only ever appended to, synced before the answer is
 * sent. Requests that arrive together share one sync. After a kill the last line may be cut: it was never answered, so it is dropped and
 * the file goes on after the line before it. Thread-safe.
 */
public final class SinkLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;
    private final Object syncing = new Object();
    private volatile long appended;
    private long synced;

    private SinkLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the file for going on; what it held whole is read by {@link #read}. */
    static SinkLog open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.truncate(whole(file));
        channel.position(channel.size());
        return new SinkLog(channel);
    }

    /** Every transaction that was applied so far, in order; a line that was cut by a kill is left out. Works while the sink runs. */
    public static List<SinkRequest> read(Path file) {
        List<SinkRequest> requests = new ArrayList<>();
        each(file, requests::add);
        return requests;
    }

    /** The same, one after the other: a long log never lies in memory. */
    public static void each(Path file, Consumer<SinkRequest> taker) {
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                } else if (line.size() > 0) {
                    taker.accept(JSON.readValue(line.toByteArray(), SinkRequest.class));
                    line.reset();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sink's log " + file + " cannot be read", e);
        }
    }

    private static long whole(Path file) throws IOException {
        return whole(Files.readAllBytes(file));
    }

    private static long whole(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Appends a line; the caller keeps the order and then asks for {@link #sync}. */
    long append(SinkRequest request) throws IOException {
        ByteBuffer text = ByteBuffer.wrap((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
            channel.write(text);
        }
        long line = appended + 1;
        appended = line; // one thread at a time, see above; who syncs only reads it
        return line;
    }

    /** Returns when that line is on disk, whoever synced it. */
    void sync(long line) throws IOException {
        synchronized (syncing) {
            if (synced < line) {
                long all = appended;
                channel.force(false);
                synced = all;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
