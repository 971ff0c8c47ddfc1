package org.qantara.tests.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Eats the memory of a receiver: connections that send the beginning of large messages and never an end. What they began is nobody's message,
 * so that nothing of it may be acknowledged.
 */
final class Hunger implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int BYTES_EACH = 28 << 20;
    private static final byte FRAME_BEGINS = 0x0B;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param port of an MLLP receiver of this machine */
    Hunger(int port) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            Thread thread = new Thread(() -> eat(socket), "hunger-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private static void eat(Socket socket) {
        byte[] block = new byte[1 << 16];
        Arrays.fill(block, (byte) 'A');
        try {
            OutputStream out = socket.getOutputStream();
            out.write(FRAME_BEGINS);
            out.write(
                    "MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20261122080000||ORU^R01|HUNGER|P|2.5\rOBX|1|ED|PDF||^^^Base64^"
                            .getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent < BYTES_EACH; sent += block.length) out.write(block);
        } catch (IOException refused) {
            // the receiver ended the connection, or itself: that is what it is for
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Socket socket : sockets) socket.close();
        for (Thread thread : threads) thread.join();
    }
}
