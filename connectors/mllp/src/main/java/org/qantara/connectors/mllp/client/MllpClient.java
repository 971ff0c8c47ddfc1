package org.qantara.connectors.mllp.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.frame.Framer;
import org.qantara.connectors.mllp.hl7.Acknowledgement;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.metrics.Counters;

/**
 * One connection to a receiver. Connects when there is something to send, keeps the connection, connects again when it was lost.
 *
 * <p>{@link #send} never blocks: messages go out one at a time in the order of the calls, each after the answer to the one before. An answer belongs
 * to a message when MSA-2 equals its MSH-10; others are counted and ignored. Nothing is sent twice: whether to repeat after
 * {@link SendOutcome.TimedOut} or {@link SendOutcome.Disconnected} is the caller's decision.
 *
 * <p>Many clients may share one event loop group (a thousand connections need two threads). Thread-safe.
 */
public final class MllpClient implements AutoCloseable {
    private static final int COMMITTED_MAX = 1000;

    private final ClientSettings settings;
    private final Counters counters;
    private final EventLoop loop;
    private final @Nullable EventLoopGroup ownLoops;

    // On the event loop only.
    private final Queue<Outgoing> queue = new ArrayDeque<>();
    /** Messages whose commit acknowledgement came and whose application acknowledgement may follow. */
    private final Set<String> committed = new LinkedHashSet<>();

    private @Nullable Outgoing current;
    private @Nullable Channel channel;
    private boolean connecting;
    private boolean closed;

    private static final class Outgoing {
        final byte[] message;
        final String controlId;
        final CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        int foreignAcks;

        @Nullable
        ScheduledFuture<?> timeout;

        Outgoing(byte[] message) {
            this.message = message;
            this.controlId = Acknowledgement.controlIdOf(message);
        }
    }

    /** A client with a thread of its own. */
    public MllpClient(ClientSettings settings) {
        this(settings, new NioEventLoopGroup(1, new DefaultThreadFactory("mllp-client", true)), new Counters(), true);
    }

    /** A client on shared event loops, which stay the caller's. */
    public MllpClient(ClientSettings settings, EventLoopGroup loops, Counters counters) {
        this(settings, loops, counters, false);
    }

    private MllpClient(ClientSettings settings, EventLoopGroup loops, Counters counters, boolean own) {
        this.settings = settings;
        this.counters = counters;
        this.loop = loops.next();
        this.ownLoops = own ? loops : null;
    }

    /**
     * Sends one message.
     *
     * @param message the bytes between the block characters, MSH first
     * @return completed on the event loop, always normally, at the latest after connectTimeoutMs + ackTimeoutMs of its own turn
     */
    public CompletableFuture<SendOutcome> send(byte[] message) {
        Outgoing outgoing = new Outgoing(message);
        try {
            loop.execute(() -> {
                queue.add(outgoing);
                next();
            });
        } catch (RejectedExecutionException shutDown) {
            outgoing.outcome.complete(new SendOutcome.Unreachable("the client's event loop was shut down"));
        }
        return outgoing.outcome;
    }

    /** Closes the connection. What has no answer yet ends as {@link SendOutcome.Disconnected} or {@link SendOutcome.Unreachable}. */
    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            // whoever owns the event loops ended them, and the connection with them
            return;
        }
        loop.submit(() -> {
                    closed = true;
                    failQueue("the client was closed");
                    if (channel != null) {
                        channel.close();
                    }
                })
                .awaitUninterruptibly();
        if (ownLoops != null) {
            ownLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private void next() {
        if (closed) {
            failQueue("the client was closed");
        } else if (current == null && !queue.isEmpty() && !connecting) {
            if (channel == null) {
                connect();
            } else {
                write(channel, queue.remove());
            }
        }
    }

    private void write(Channel open, Outgoing outgoing) {
        current = outgoing;
        counters.increment(Counter.CLIENT_SENT);
        ByteBuf frame = open.alloc().buffer(outgoing.message.length + 3);
        frame.writeByte(Framer.START_BLOCK)
                .writeBytes(outgoing.message)
                .writeByte(Framer.END_BLOCK)
                .writeByte(Framer.CARRIAGE_RETURN);
        open.writeAndFlush(frame);
        outgoing.timeout =
                loop.schedule(() -> timedOut(open, outgoing), settings.ackTimeoutMs(), TimeUnit.MILLISECONDS);
    }

    /** One frame from the receiver. */
    void received(byte[] body) {
        Acknowledgement acknowledgement = Acknowledgement.read(body);
        Outgoing waiting = current;
        if (acknowledgement != null && waiting != null && answers(acknowledgement, waiting)) {
            if (acknowledgement.commit() && acknowledgement.positive()) {
                remember(waiting.controlId.strip());
            }
            finish(
                    waiting,
                    acknowledgement.positive()
                            ? new SendOutcome.Accepted(acknowledgement)
                            : new SendOutcome.Refused(acknowledgement));
        } else if (acknowledgement != null
                && !acknowledgement.commit()
                && !acknowledgement.messageControlId().isEmpty()) {
            foreign(waiting);
            settings.later().accept(acknowledgement);
        } else {
            foreign(waiting);
        }
    }

    /** A refusal without MSA-2 is ours as well: the receiver could not read which message it was, and only one is on its way. */
    private static boolean answers(Acknowledgement acknowledgement, Outgoing waiting) {
        String named = acknowledgement.messageControlId();
        return named.strip().equals(waiting.controlId.strip()) || named.isBlank() && !acknowledgement.positive();
    }

    private void remember(String controlId) {
        committed.add(controlId);
        if (committed.size() > COMMITTED_MAX) {
            committed.remove(committed.iterator().next());
        }
    }

    private void foreign(@Nullable Outgoing waiting) {
        counters.increment(Counter.CLIENT_FOREIGN_ACKS);
        if (waiting != null) {
            waiting.foreignAcks++;
        }
    }

    private void timedOut(Channel open, Outgoing outgoing) {
        if (current == outgoing) {
            counters.increment(Counter.CLIENT_TIMEOUTS);
            if (channel == open) {
                channel = null;
            }
            open.close();
            finish(outgoing, new SendOutcome.TimedOut(settings.ackTimeoutMs(), outgoing.foreignAcks));
        }
    }

    private void finish(Outgoing outgoing, SendOutcome outcome) {
        if (outgoing.timeout != null) {
            outgoing.timeout.cancel(false);
        }
        current = null;
        outgoing.outcome.complete(outcome);
        next();
    }

    /** The connection ended, whoever ended it. */
    void disconnected(Channel ended, String reason) {
        if (channel == ended) {
            channel = null;
            Outgoing waiting = current;
            if (waiting != null) {
                finish(waiting, new SendOutcome.Disconnected(reason));
            } else {
                next();
            }
        }
    }

    private void connect() {
        connecting = true;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, settings.connectTimeoutMs()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        if (settings.tls() != null) {
                            socket.pipeline().addLast(settings.tls().apply(socket.alloc()));
                        }
                        socket.pipeline().addLast(new ClientReader(MllpClient.this, settings.ackBytesMax()));
                    }
                });
        bootstrap.connect(settings.host(), settings.port()).addListener((ChannelFuture connected) -> {
            SslHandler tls = connected.channel().pipeline().get(SslHandler.class);
            if (connected.isSuccess() && tls != null) {
                tls.handshakeFuture().addListener(handshake -> connected(connected.channel(), handshake));
            } else {
                connected(connected.channel(), connected);
            }
        });
    }

    private void connected(Channel opened, Future<?> result) {
        connecting = false;
        if (result.isSuccess() && !closed && opened.isActive()) {
            channel = opened;
            next();
        } else {
            opened.close();
            failQueue("cannot connect to " + settings.host() + ":" + settings.port() + ": "
                    + (result.cause() == null
                            ? "closed at once"
                            : result.cause().getMessage()));
        }
    }

    private void failQueue(String reason) {
        Outgoing failed = queue.poll();
        while (failed != null) {
            failed.outcome.complete(new SendOutcome.Unreachable(reason));
            failed = queue.poll();
        }
    }
}
