package org.qantara.connectors.mllp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.frame.FrameEvent;
import org.qantara.connectors.mllp.frame.FrameMemory;
import org.qantara.connectors.mllp.frame.Framer;
import org.qantara.connectors.mllp.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection: reads, cuts frames, pauses when a limit is reached, and tells faults from frames. {@link AnswerQueue} keeps the order.
 * All state belongs to the connection's event loop; what other threads may call says so.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter
        implements Connection, FrameMemory, FrameWatch.Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);
    private static final AtomicLong KEYS = new AtomicLong();
    private static final int MASKED_BYTES = 40;
    private static final byte[] HTTP_ANSWER =
            ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
                            + "This port takes HL7 v2 messages over MLLP, not HTTP.\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private enum Pause {
        BUDGET,
        PIPELINE,
        RATE,
        CLOSING
    }

    private final MllpServer server;
    private final Limits limits;
    private final Channel channel;
    private final String key = Long.toString(KEYS.incrementAndGet(), 36);
    private final InetSocketAddress peer;
    private final int localPort;
    private final Framer framer;
    private final AnswerQueue answers;
    private final FrameWatch watch;
    private final StrayBytes stray = new StrayBytes();
    private final Queue<ByteBuf> unread = new ArrayDeque<>();
    private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);
    private boolean inputEnded;
    private boolean anotherFrame;
    private boolean frameSeen;
    private boolean strayWatched;
    private volatile @Nullable String certificateSubject;

    ServerConnection(MllpServer server, SocketChannel channel) {
        this.server = server;
        this.limits = server.settings().limits();
        this.channel = channel;
        this.peer = channel.remoteAddress();
        this.localPort = channel.localAddress().getPort();
        this.framer = new Framer(limits.frameBytesMax(), this);
        this.answers = new AnswerQueue(server, channel, this::afterAnswer, () -> server.finished(this));
        this.watch = new FrameWatch(channel.eventLoop(), limits, this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        watch.bytesArrived();
        unread.add((ByteBuf) message);
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        endOfInput();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        answers.next();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endOfInput();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshaken(context, handshake);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Never with the cause's text where it comes from a decoder: Netty puts the bytes it could not read into it.
        if (cause instanceof DecoderException) {
            LOG.debug(
                    "connection {} from {} failed: {}",
                    key,
                    peer,
                    cause.getClass().getSimpleName());
        } else if (cause instanceof IOException) {
            LOG.debug("connection {} from {} failed", key, peer, cause);
        } else {
            LOG.error("connection {} from {} failed", key, peer, cause);
        }
        context.close();
    }

    /** Reads as far as the limits allow. */
    private void pump() {
        while (pauses.isEmpty() && !unread.isEmpty()) {
            ByteBuf in = unread.element();
            FrameEvent event = framer.next(in);
            if (event == null) {
                unread.remove().release();
            } else {
                take(event);
            }
        }
        watch.unfinished(framer.inFrame(), anotherFrame);
        anotherFrame = false;
        if (inputEnded && unread.isEmpty() && !pauses.contains(Pause.CLOSING)) {
            lastByteWasRead();
        }
        channel.config().setAutoRead(pauses.isEmpty());
    }

    private void take(FrameEvent event) {
        anotherFrame = true;
        if (event instanceof FrameEvent.Complete frame) {
            server.counters().increment(Counter.FRAMES_RECEIVED);
            frameSeen = true;
            enqueue(frame.body(), null);
            pauseForRate();
        } else if (event instanceof FrameEvent.Interrupted frame) {
            fault(
                    Counter.FRAMES_INTERRUPTED,
                    frame.partial(),
                    "the sender began another message inside this one",
                    false);
        } else if (event instanceof FrameEvent.Oversized frame) {
            oversized(frame);
        } else if (event instanceof FrameEvent.Stray bytes) {
            server.counters().add(Counter.STRAY_BYTES, bytes.count());
            StrayBytes.Kind kind = stray.add(bytes.sample(), bytes.count(), limits.strayBytesMax());
            if (kind != null) {
                reportStray(kind);
                close();
            } else if (!strayWatched && stray.any()) {
                strayWatched = true;
                channel.eventLoop().schedule(this::closeStray, limits.halfFrameTimeoutMs(), TimeUnit.MILLISECONDS);
            }
        } else {
            anotherFrame = false;
            server.counters().increment(Counter.READS_PAUSED_BUDGET);
            pauses.add(Pause.BUDGET);
        }
    }

    private void enqueue(byte[] body, Inbound.@Nullable Fault fault) {
        answers.add(new Inbound(this, body, fault, OffsetDateTime.now()));
        if (answers.waiting() >= limits.pipelineFramesMax() && pauses.add(Pause.PIPELINE)) {
            server.counters().increment(Counter.READS_PAUSED_PIPELINE);
        }
    }

    private void afterAnswer() {
        if (answers.waiting() < limits.pipelineFramesMax()) {
            pauses.remove(Pause.PIPELINE);
        }
        pump();
    }

    private void pauseForRate() {
        long pauseMs = server.peers().pauseMs(peer.getAddress());
        if (pauseMs > 0) {
            server.counters().increment(Counter.READS_PAUSED_RATE);
            pauses.add(Pause.RATE);
            channel.eventLoop().schedule(() -> resume(Pause.RATE), pauseMs, TimeUnit.MILLISECONDS);
        }
    }

    private void resume(Pause pause) {
        if (pauses.remove(pause)) {
            pump();
        }
    }

    private void oversized(FrameEvent.Oversized frame) {
        String text = "frame of " + (frame.ended() ? "" : "more than ") + frame.length() + " bytes, frameBytesMax is "
                + limits.frameBytesMax() + "; its first " + frame.head().length + " bytes are kept";
        fault(Counter.FRAMES_OVERSIZED, frame.head(), text, frame.ended());
        if (!frame.ended()) {
            close();
        }
    }

    private void fault(Counter counter, byte[] body, String text, boolean answerable) {
        server.counters().increment(counter);
        server.warnings()
                .warn(
                        counter,
                        "unusable frame of " + body.length + " bytes from " + peer + " to port " + localPort + ": "
                                + text + "; masked end: " + Masked.tail(body, MASKED_BYTES));
        enqueue(body, new Inbound.Fault(text, answerable));
    }

    private void halfFrame(Counter counter, String text) {
        String end = framer.endBlockSeen() ? "; its end block 0x1C came without the carriage return 0x0D" : "";
        fault(counter, framer.takePartial(), text + end, false);
    }

    private void reportStray(StrayBytes.Kind kind) {
        server.counters().increment(kind.counter);
        server.warnings().warn(kind.counter, "connection from " + peer + " to port " + localPort + " " + kind.text);
        if (kind == StrayBytes.Kind.HTTP && channel.isActive()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(HTTP_ANSWER));
        }
    }

    /** Somebody sent bytes and no frame. */
    private void closeStray() {
        if (!frameSeen && !framer.inFrame() && !pauses.contains(Pause.CLOSING)) {
            reportStray(stray.kind());
            close();
        }
    }

    private void endOfInput() {
        inputEnded = true;
        resume(Pause.RATE);
        pump();
    }

    private void lastByteWasRead() {
        if (framer.inFrame()) {
            halfFrame(Counter.FRAMES_HALF_CLOSED, "the sender closed the connection inside a frame");
        } else if (stray.any()) {
            reportStray(stray.kind());
        }
        close();
    }

    /** Reads nothing more; the channel closes after the last answer. */
    private void close() {
        if (pauses.add(Pause.CLOSING)) {
            watch.stop();
            unread.forEach(ByteBuf::release);
            unread.clear();
            release(framer.takePartial().length);
            channel.config().setAutoRead(false);
            answers.closeWhenEmpty();
        }
    }

    @Override
    public void expired(Counter counter) {
        if (counter == Counter.CONNECTIONS_IDLE_CLOSED) {
            server.counters().increment(counter);
        } else if (counter == Counter.FRAMES_HALF_SILENT) {
            halfFrame(counter, "no byte for halfFrameTimeoutMs=" + limits.halfFrameTimeoutMs() + " inside a frame");
        } else {
            halfFrame(counter, "frame not whole after frameTimeoutMs=" + limits.frameTimeoutMs());
        }
        close();
    }

    @Override
    public boolean idle() {
        return answers.pending() == 0 && !framer.inFrame();
    }

    @Override
    public boolean paused() {
        return !pauses.isEmpty();
    }

    /** Thread-safe. */
    void drain() {
        channel.eventLoop().execute(this::close);
    }

    /** Closes without waiting for answers. Thread-safe. */
    void abort() {
        channel.eventLoop().execute(() -> {
            answers.drop();
            channel.close();
        });
    }

    private void handshaken(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            String why = handshake.cause() instanceof NotSslRecordException
                    ? "the sender does not speak TLS; this endpoint has tls=true"
                    : String.valueOf(handshake.cause());
            server.counters().increment(Counter.TLS_HANDSHAKE_FAILED);
            server.warnings()
                    .warn(
                            Counter.TLS_HANDSHAKE_FAILED,
                            "TLS handshake with " + peer + " on port " + localPort + " failed: " + why);
            return;
        }
        SslHandler tls = context.pipeline().get(SslHandler.class);
        try {
            X509Certificate certificate =
                    (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
            certificateSubject = certificate.getSubjectX500Principal().getName();
            if (!server.settings().admission().admits(certificate)) {
                server.counters().increment(Counter.CONNECTIONS_REFUSED_CERTIFICATE);
                server.warnings()
                        .warn(
                                Counter.CONNECTIONS_REFUSED_CERTIFICATE,
                                "certificate '" + certificateSubject + "' from " + peer
                                        + " is not in allowedSubjects of port " + localPort);
                close();
            }
        } catch (SSLPeerUnverifiedException e) {
            LOG.debug("connection {} has no client certificate", key);
        }
    }

    @Override
    public boolean reserve(int bytes) {
        return server.budget().reserve(this, bytes, () -> channel.eventLoop().execute(() -> resume(Pause.BUDGET)));
    }

    @Override
    public void release(int bytes) {
        server.budget().release(bytes);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public @Nullable String certificateSubject() {
        return certificateSubject;
    }

    @Override
    public boolean send(byte[] body) {
        if (!channel.isActive()) {
            return false;
        }
        channel.eventLoop().execute(() -> answers.write(body));
        return true;
    }

    int framesPending() {
        return answers.pending();
    }
}
