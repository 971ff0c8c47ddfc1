package org.qantara.tests.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One connection through the proxy: for each direction a thread that reads and one that writes, with a short queue between, so that a
 * delay makes each piece late without making the line slow. An end of stream is handed on as one.
 */
final class Link {
    private static final int PIECE_BYTES = 16 << 10;
    private static final int PIECES_WAITING = 256;
    private static final long LOOK_EVERY_MS = 5;

    private final FailingProxy proxy;
    private final Socket client;
    private final Socket target;
    private final Consumer<Link> ended;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicInteger flowing = new AtomicInteger(2);

    /** Bytes and when they are due; no bytes: the end of the stream. */
    private record Piece(byte[] bytes, long dueNs) {}

    Link(FailingProxy proxy, Socket client, Socket target, Consumer<Link> ended) {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
        this.ended = ended;
    }

    void start() {
        flow(Direction.REQUEST, client, target);
        flow(Direction.ANSWER, target, client);
    }

    private void flow(Direction direction, Socket from, Socket to) {
        BlockingQueue<Piece> waiting = new ArrayBlockingQueue<>(PIECES_WAITING);
        FailingProxy.daemon(() -> run(() -> read(from, waiting)), "proxy-read-" + direction);
        FailingProxy.daemon(() -> run(() -> write(direction, to, waiting)), "proxy-write-" + direction);
    }

    private interface Flow {
        void run() throws IOException, InterruptedException;
    }

    private void run(Flow flow) {
        try {
            flow.run();
        } catch (IOException e) {
            cut(); // one side is gone: so is the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cut();
        }
    }

    private void read(Socket from, BlockingQueue<Piece> waiting) throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[PIECE_BYTES];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            waiting.put(new Piece(java.util.Arrays.copyOf(buffer, n), due()));
        }
        waiting.put(new Piece(new byte[0], due()));
    }

    private long due() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(proxy.weather().delayMs());
    }

    private void write(Direction direction, Socket to, BlockingQueue<Piece> waiting)
            throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        while (!gone.get()) {
            Piece piece = waiting.take();
            TimeUnit.NANOSECONDS.sleep(piece.dueNs - System.nanoTime());
            awaitVoice();
            if (piece.bytes.length == 0) {
                to.shutdownOutput();
                if (flowing.decrementAndGet() == 0) {
                    end();
                }
                return;
            }
            pass(direction, out, piece.bytes);
        }
    }

    /** Half open: what was read waits here until the cable is back in. */
    private void awaitVoice() throws InterruptedException {
        while (proxy.weather().mute() && !gone.get()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    private void pass(Direction direction, OutputStream out, byte[] bytes) throws IOException, InterruptedException {
        for (int at = 0; at < bytes.length; ) {
            Weather weather = proxy.weather();
            int size = Math.min(bytes.length - at, weather.pieceBytes() > 0 ? weather.pieceBytes() : bytes.length - at);
            if (weather.bytesPerSecond() > 0) {
                size = (int) Math.min(size, Math.max(1, weather.bytesPerSecond() / 50));
                TimeUnit.NANOSECONDS.sleep(size * 1_000_000_000L / weather.bytesPerSecond());
            }
            int allowed = proxy.allowed(direction, size);
            out.write(bytes, at, allowed);
            out.flush();
            if (allowed < size) {
                throw new IOException("cut as ordered");
            }
            at += size;
        }
    }

    /** RST on both sides. */
    void cut() {
        if (gone.compareAndSet(false, true)) {
            reset(client);
            reset(target);
            ended.accept(this);
        }
    }

    private void end() {
        if (gone.compareAndSet(false, true)) {
            close(client);
            close(target);
            ended.accept(this);
        }
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already: there is nothing left to reset
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // what cannot be closed is closed
        }
    }
}
