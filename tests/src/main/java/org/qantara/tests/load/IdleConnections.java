package org.qantara.tests.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that are open and say nothing, as most hospital senders most of the time. */
public final class IdleConnections implements AutoCloseable {
    private final List<SocketChannel> sockets = new ArrayList<>();

    private IdleConnections() {}

    /** Opens so many; fails when the receiver takes fewer. */
    public static IdleConnections open(String host, int port, int count) throws IOException {
        IdleConnections idle = new IdleConnections();
        try {
            for (int i = 0; i < count; i++) {
                idle.sockets.add(SocketChannel.open(new InetSocketAddress(host, port)));
            }
            return idle;
        } catch (IOException e) {
            idle.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
