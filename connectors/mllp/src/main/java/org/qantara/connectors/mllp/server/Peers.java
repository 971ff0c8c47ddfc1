package org.qantara.connectors.mllp.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Connections and message rate of each address. An address without connections is forgotten when its rate no longer matters. Thread-safe. */
final class Peers {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int FORGET_ABOVE = 1000;

    private final int connectionsMax;
    private final int messagesPerSecondMax;
    private final Map<InetAddress, Peer> peers = new HashMap<>();

    private static final class Peer {
        int connections;
        /** When the next message is due if the address sends at exactly the allowed rate. */
        long dueNanos = System.nanoTime() - SECOND_NANOS;
    }

    Peers(int connectionsMax, int messagesPerSecondMax) {
        this.connectionsMax = connectionsMax;
        this.messagesPerSecondMax = messagesPerSecondMax;
    }

    synchronized boolean enter(InetAddress address) {
        if (peers.size() > FORGET_ABOVE) {
            long now = System.nanoTime();
            peers.values().removeIf(peer -> peer.connections == 0 && now - peer.dueNanos > SECOND_NANOS);
        }
        Peer peer = peers.computeIfAbsent(address, a -> new Peer());
        if (peer.connections >= connectionsMax) {
            return false;
        }
        peer.connections++;
        return true;
    }

    synchronized void leave(InetAddress address) {
        Peer peer = peers.get(address);
        if (peer != null && --peer.connections == 0 && messagesPerSecondMax <= 0) {
            peers.remove(address);
        }
    }

    /** Counts one message; the milliseconds for which its connection must not be read, 0 while the address keeps to its rate (bursts of one second pass). */
    long pauseMs(InetAddress address) {
        if (messagesPerSecondMax <= 0) {
            return 0;
        }
        synchronized (this) {
            Peer peer = peers.get(address);
            if (peer == null) {
                return 0;
            }
            long now = System.nanoTime();
            peer.dueNanos = Math.max(peer.dueNanos, now - SECOND_NANOS) + SECOND_NANOS / messagesPerSecondMax;
            return TimeUnit.NANOSECONDS.toMillis(Math.max(0, peer.dueNanos - now));
        }
    }
}
