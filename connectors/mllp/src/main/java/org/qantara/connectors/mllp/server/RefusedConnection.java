package org.qantara.connectors.mllp.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.TimeUnit;
import org.qantara.connectors.mllp.frame.FrameEvent;
import org.qantara.connectors.mllp.frame.FrameMemory;
import org.qantara.connectors.mllp.frame.Framer;

/**
 * A connection over the limit. So that the reason stands in the sender's own log, its first message is answered with it; then, or after a few
 * seconds, the connection closes. The message is not kept.
 */
final class RefusedConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int FRAME_BYTES_MAX = 64 * 1024;
    private static final long PATIENCE_MS = 5000;

    private final FrameReceiver receiver;
    private final String reason;
    private final Framer framer = new Framer(FRAME_BYTES_MAX, FrameMemory.UNBOUNDED);

    RefusedConnection(FrameReceiver receiver, String reason) {
        this.receiver = receiver;
        this.reason = reason;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor().schedule(() -> context.close(), PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
        FrameEvent event = framer.next(in);
        if (event instanceof FrameEvent.Complete frame
                && receiver.refuse(frame.body(), reason) instanceof Reply.Answer answer) {
            ByteBuf out = context.alloc().buffer(answer.body().length + 3);
            out.writeByte(Framer.START_BLOCK)
                    .writeBytes(answer.body())
                    .writeByte(Framer.END_BLOCK)
                    .writeByte(Framer.CARRIAGE_RETURN);
            context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
        } else if (event != null) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
