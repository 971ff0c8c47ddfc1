package org.qantara.connectors.mllp.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Objects;
import org.qantara.connectors.mllp.frame.FrameEvent;
import org.qantara.connectors.mllp.frame.FrameMemory;
import org.qantara.connectors.mllp.frame.Framer;

/** Cuts what the receiver sends into frames. A receiver that leaves the protocol is disconnected. */
final class ClientReader extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int STRAY_BYTES_MAX = 4096;

    private final MllpClient client;
    private final Framer framer;
    private int strayBytes;
    private String reason = "the receiver closed the connection before it answered";

    ClientReader(MllpClient client, int ackBytesMax) {
        this.client = client;
        this.framer = new Framer(ackBytesMax, FrameMemory.UNBOUNDED);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
        FrameEvent event = framer.next(in);
        while (event != null) {
            if (event instanceof FrameEvent.Complete frame) {
                client.received(frame.body());
            } else if (event instanceof FrameEvent.Stray stray) {
                strayBytes += stray.count();
                if (strayBytes > STRAY_BYTES_MAX) {
                    leave(context, "the receiver answers with bytes that are not MLLP");
                    return;
                }
            } else if (event instanceof FrameEvent.Oversized) {
                leave(context, "the receiver's answer is longer than ackBytesMax");
                return;
            }
            event = framer.next(in);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.disconnected(context.channel(), reason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        leave(
                context,
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
    }

    private void leave(ChannelHandlerContext context, String why) {
        reason = why;
        context.close();
    }
}
