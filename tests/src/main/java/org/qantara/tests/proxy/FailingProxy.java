package org.qantara.tests.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands TCP connections on to a target on this machine, in the {@link Weather} of the moment. Cutting closes with RST, so that whatever
 * was under way is lost on both sides, as when a router dies. Thread-safe; threads end with {@link #close}.
 */
public final class FailingProxy implements AutoCloseable {
    private static final int BACKLOG = 500;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final ServerSocket server;
    private final int targetPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong cutRequest = new AtomicLong(-1);
    private final AtomicLong cutAnswer = new AtomicLong(-1);
    private volatile Weather weather = Weather.FINE;

    /** Before a port of this machine, on a free port of its own. */
    public FailingProxy(int targetPort) throws IOException {
        this.targetPort = targetPort;
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        daemon(this::accept, "proxy-" + server.getLocalPort());
    }

    /** Where to connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** Sets how the network behaves from now on, for connections that stand as well. */
    public void weather(Weather value) {
        weather = value;
    }

    /** How it behaves now. */
    public Weather weather() {
        return weather;
    }

    /** Breaks every connection that stands; new ones are taken. Returns how many there were. */
    public int cut() {
        int cut = 0;
        for (Link link : links) {
            link.cut();
            cut++;
        }
        return cut;
    }

    /**
     * Breaks the connection over which the next so many bytes have gone in a direction, counted from now over all connections: in the
     * middle of a request, or of its answer. Once.
     */
    public void cutAfter(Direction direction, long bytes) {
        (direction == Direction.REQUEST ? cutRequest : cutAnswer).set(bytes);
    }

    /** Connections that were taken so far. */
    public long accepted() {
        return accepted.get();
    }

    /** Connections that stand. */
    public int open() {
        return links.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (weather.refusing()) {
                    Link.reset(client);
                    continue;
                }
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("the proxy cannot accept on " + port(), e);
                }
            }
        }
    }

    private void connect(Socket client) {
        Socket target = new Socket();
        try {
            target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_TIMEOUT_MS);
        } catch (IOException e) {
            Link.reset(client); // nobody there: who connected sees what it would see without a proxy, a moment later
            Link.reset(target);
            return;
        }
        Link link = new Link(this, client, target, links::remove);
        links.add(link);
        link.start();
    }

    /** How many of these bytes may still go before the connection is to be cut; all of them when no cut is ordered. */
    int allowed(Direction direction, int bytes) {
        AtomicLong left = direction == Direction.REQUEST ? cutRequest : cutAnswer;
        long before = left.getAndUpdate(value -> value < 0 ? value : value < bytes ? -1 : value - bytes);
        return before < 0 || before >= bytes ? bytes : (int) before;
    }

    static void daemon(Runnable run, String name) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
