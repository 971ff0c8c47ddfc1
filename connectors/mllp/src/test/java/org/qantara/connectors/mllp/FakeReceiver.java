package org.qantara.connectors.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.qantara.connectors.mllp.hl7.Acknowledgement;

/**
 * A programmable receiver: plays one script for each connection, in the order of the connections. What scripts do is up to the test: answer, stay
 * silent, split, corrupt, hang up. {@link #close} fails when a script failed.
 */
public final class FakeReceiver implements AutoCloseable {

    /** What the receiver does on one connection. */
    @FunctionalInterface
    public interface Script {
        void play(Peer sender) throws Exception;
    }

    private final ServerSocket server;
    private final CompletableFuture<Void> played;

    public FakeReceiver(List<Script> scripts) throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        played = new CompletableFuture<>();
        Thread thread = new Thread(() -> play(scripts), "fake-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void play(List<Script> scripts) {
        try {
            for (Script script : scripts) {
                try (Peer sender = Peer.over(server.accept())) {
                    script.play(sender);
                }
            }
            played.complete(null);
        } catch (Exception | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Reads one message and gives back its MSH-10. */
    public static String read(Peer sender) throws IOException {
        return Acknowledgement.controlIdOf(sender.answerBytes());
    }

    /** An acknowledgement without ERR. */
    public static String ack(String code, String controlId) {
        return "MSH|^~\\&|C|D|A|B|1||ACK|9|P|2.5\rMSA|" + code + "|" + controlId + "\r";
    }

    /** Writes one frame byte by byte, each in a packet of its own. */
    public static void slowly(Peer sender, String body) throws IOException {
        for (byte value : ("\u000b" + body + "\u001c\r").getBytes(ISO_8859_1)) {
            sender.raw(new byte[] {value});
        }
    }

    @Override
    public void close() throws Exception {
        try {
            played.get(20, TimeUnit.SECONDS);
        } finally {
            server.close();
        }
    }
}
