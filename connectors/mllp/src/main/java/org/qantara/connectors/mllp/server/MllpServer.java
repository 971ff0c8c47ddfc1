package org.qantara.connectors.mllp.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.frame.FrameBudget;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one port and keeps its connections. Event loops, frame budget and counters belong to the caller and may be shared between servers.
 *
 * <p>The port is bound with SO_REUSEADDR, so that it can be bound again at once after the process was killed. Thread-safe.
 */
public final class MllpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MllpServer.class);

    /** Connections over the limit that are told so at the same time; further ones are closed without a word. */
    private static final int REFUSING_MAX = 64;

    private final ServerSettings settings;
    private final FrameReceiver receiver;
    private final FrameBudget budget;
    private final Counters counters;
    private final EventLoopGroup eventLoops;
    private final Warnings warnings = new Warnings(LOG);
    private final Peers peers;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger refusing = new AtomicInteger();
    /** Until their last frame is answered, which may be after their socket was closed. */
    private final Map<String, ServerConnection> connections = new ConcurrentHashMap<>();

    private volatile @Nullable Channel listening;
    private volatile boolean draining;

    public MllpServer(
            ServerSettings settings,
            FrameReceiver receiver,
            FrameBudget budget,
            Counters counters,
            EventLoopGroup eventLoops) {
        this.settings = settings;
        this.receiver = receiver;
        this.budget = budget;
        this.counters = counters;
        this.eventLoops = eventLoops;
        this.peers = new Peers(
                settings.limits().connectionsPerPeerMax(), settings.limits().messagesPerSecondPerPeerMax());
    }

    /** Binds the port. */
    public void start() throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        admit(channel);
                    }
                });
        var bound = bootstrap.bind(settings.host(), settings.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listening = bound.channel();
        LOG.info("MLLP listens on {}:{} ({})", settings.host(), port(), settings.tls() == null ? "plain" : "TLS");
    }

    /** The port that is bound; -1 when none is. */
    public int port() {
        Channel channel = listening;
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Sockets that are open now. */
    public int connectionsOpen() {
        return open.get();
    }

    /** Whole frames that were taken and not answered yet. */
    public int framesPending() {
        return connections.values().stream()
                .mapToInt(ServerConnection::framesPending)
                .sum();
    }

    /**
     * Gives the port free, reads nothing more, and closes each connection once its last whole frame is answered. Unfinished frames are dropped: their
     * senders were told nothing and send again. Returns at once.
     */
    public void drain() {
        draining = true;
        Channel channel = listening;
        listening = null;
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
        connections.values().forEach(ServerConnection::drain);
    }

    /** Waits until every connection has been drained; false when {@code timeout} passed before. */
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (connections) {
            while (!connections.isEmpty()) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0) {
                    return false;
                }
                connections.wait(leftMs);
            }
        }
        return true;
    }

    /** Closes everything at once. Whoever has no answer yet gets none. */
    @Override
    public void close() {
        drain();
        connections.values().forEach(ServerConnection::abort);
    }

    private void admit(SocketChannel channel) {
        InetSocketAddress peer = channel.remoteAddress();
        if (peer == null) {
            channel.close();
            return;
        }
        Counter refusal = refusal(peer.getAddress());
        if (refusal != null) {
            refuse(channel, peer, refusal);
            return;
        }
        counters.increment(Counter.CONNECTIONS_OPENED);
        ServerConnection connection = new ServerConnection(this, channel);
        connections.put(connection.key(), connection);
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            peers.leave(peer.getAddress());
        });
        if (settings.tls() != null) {
            channel.pipeline().addLast(settings.tls().apply(channel.alloc()));
        }
        channel.pipeline().addLast(connection);
        if (draining) {
            connection.drain();
        }
    }

    private void refuse(SocketChannel channel, InetSocketAddress peer, Counter refusal) {
        counters.increment(refusal);
        warnings.warn(
                refusal,
                "connection from " + peer.getAddress().getHostAddress() + " to port " + port() + " refused: "
                        + refusal.description());
        boolean wasFull = refusal != Counter.CONNECTIONS_REFUSED_ADDRESS;
        if (!wasFull || draining || refusing.get() >= REFUSING_MAX) {
            channel.close();
            return;
        }
        refusing.incrementAndGet();
        channel.closeFuture().addListener(closed -> refusing.decrementAndGet());
        if (settings.tls() != null) {
            channel.pipeline().addLast(settings.tls().apply(channel.alloc()));
        }
        int max = refusal == Counter.CONNECTIONS_REFUSED_PEER
                ? settings.limits().connectionsPerPeerMax()
                : settings.limits().connectionsMax();
        String which = refusal == Counter.CONNECTIONS_REFUSED_PEER
                ? "from your address (connectionsPerPeerMax)"
                : "(connectionsMax)";
        channel.pipeline()
                .addLast(new RefusedConnection(receiver, "too many connections " + which + ", the limit is " + max));
    }

    private @Nullable Counter refusal(InetAddress address) {
        if (!settings.admission().admits(address)) {
            return Counter.CONNECTIONS_REFUSED_ADDRESS;
        }
        if (open.incrementAndGet() > settings.limits().connectionsMax()) {
            open.decrementAndGet();
            return Counter.CONNECTIONS_REFUSED_TOTAL;
        }
        if (!peers.enter(address)) {
            open.decrementAndGet();
            return Counter.CONNECTIONS_REFUSED_PEER;
        }
        return null;
    }

    void finished(ServerConnection connection) {
        synchronized (connections) {
            connections.remove(connection.key());
            connections.notifyAll();
        }
    }

    ServerSettings settings() {
        return settings;
    }

    FrameReceiver receiver() {
        return receiver;
    }

    FrameBudget budget() {
        return budget;
    }

    Counters counters() {
        return counters;
    }

    Warnings warnings() {
        return warnings;
    }

    Peers peers() {
        return peers;
    }
}
