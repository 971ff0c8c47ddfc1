package org.qantara.connectors.lab.astm;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.lab.astm.link.Link;
import org.qantara.connectors.lab.astm.link.Profile;
import org.qantara.connectors.lab.astm.link.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection as a line: gives the link its bytes, its clock and its way to the route. Lives on the connection's event loop. */
final class AstmLine extends SimpleChannelInboundHandler<ByteBuf> implements Link.Port {
    private static final Logger LOG = LoggerFactory.getLogger(AstmLine.class);

    private static final String CONNECTION_LOST = "the connection to the analyser was lost";

    private final LabAstmEndpoint endpoint;
    private final Handover handover;
    private final SocketChannel channel;
    private final Link link;
    private final AtomicLong budget;
    private volatile String peer = "(not connected)";
    private int counted;
    private @Nullable ScheduledFuture<?> timer;

    AstmLine(LabAstmEndpoint endpoint, Profile profile, Handover handover, SocketChannel channel) {
        this.endpoint = endpoint;
        this.handover = handover;
        this.channel = channel;
        this.budget = endpoint.getComponent().unfinishedBytes();
        this.link = new Link(
                profile, this, endpoint.getMessageBytesMax(), endpoint.getRefused() == LabAstmEndpoint.Refused.ack);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    String peer() {
        return peer;
    }

    /** Sends a message as a session of its own; callable from any thread, the result comes on the event loop. */
    void send(byte[] message, Consumer<String> result) {
        channel.eventLoop().execute(() -> {
            if (channel.isActive()) link.send(new Link.Outgoing(message, result));
            else result.accept(CONNECTION_LOST);
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        peer = text(channel.remoteAddress());
        endpoint.getComponent().lines().add(endpoint.getAddress(), this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endpoint.getComponent().lines().remove(endpoint.getAddress(), this);
        link.lost();
        count();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (bytes.isReadable()) link.read(bytes.readByte());
        count();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.warn("lab-astm {}: line to {} closed: {}", endpoint.getAddress(), peer, cause.toString());
        ctx.close();
    }

    private void count() {
        int held = link.heldBytes();
        if (held != counted) budget.addAndGet(held - counted);
        counted = held;
    }

    @Override
    public void write(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void restartTimer(int delayMs) {
        if (timer != null) timer.cancel(false);
        timer = delayMs == 0 || !channel.isActive()
                ? null
                : channel.eventLoop().schedule(this::timer, delayMs, TimeUnit.MILLISECONDS);
    }

    private void timer() {
        LOG.info("lab-astm {}: {} did not answer in time ({})", endpoint.getAddress(), peer, link.state());
        link.timer();
        count();
    }

    @Override
    public void handOver(byte[] message, Consumer<Verdict> verdict) {
        handover.message(
                message,
                this,
                answer -> onLoop(() -> {
                    verdict.accept(answer.verdict());
                    byte[] reply = answer.reply();
                    if (reply == null) return;
                    if (channel.isActive()) link.send(new Link.Outgoing(reply, reason -> replied(reply, reason)));
                    else replied(reply, CONNECTION_LOST);
                }));
    }

    private void replied(byte[] reply, String reason) {
        if (reason.isEmpty()) return;
        fault(reply, "the answer to a host query was not delivered: " + reason, verdict -> {});
    }

    @Override
    public void fault(byte[] bytes, String reason, Consumer<Verdict> verdict) {
        LOG.warn(
                "lab-astm {}: {} bytes from {} are no whole message: {}",
                endpoint.getAddress(),
                bytes.length,
                peer,
                reason);
        handover.fault(bytes, reason, this, answer -> onLoop(() -> verdict.accept(answer.verdict())));
    }

    private void onLoop(Runnable task) {
        channel.eventLoop().execute(() -> {
            task.run();
            count();
        });
    }

    @Override
    public void rejected(String reason) {
        LOG.info("lab-astm {}: frame from {} answered NAK: {}", endpoint.getAddress(), peer, reason);
    }

    @Override
    public boolean mayReceive() {
        return budget.get() < endpoint.getComponent().getUnfinishedBytesMax();
    }

    int localPort() {
        return channel.localAddress().getPort();
    }
}
