package org.qantara.connectors.dicom.association;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that carry associations: epoll where Linux offers it, else NIO. Thread-safe; close it last.
 *
 * <p>Why epoll: senders that leave Nagle's algorithm on wait for our TCP acknowledgement between the two small writes of
 * each C-STORE-RQ. Only epoll lets us turn delayed acknowledgements off ({@code TCP_QUICKACK}), which Linux forgets
 * again after a while, so {@link QuickAck} re-arms it after every read.
 */
public final class Transport implements AutoCloseable {
    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup loops;

    public Transport(String name, int threads) {
        DefaultThreadFactory names = new DefaultThreadFactory(name, true);
        loops = epoll ? new EpollEventLoopGroup(threads, names) : new NioEventLoopGroup(threads, names);
    }

    EventLoopGroup loops() {
        return loops;
    }

    Class<? extends ServerSocketChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> channel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** Puts the acknowledgement handler in front, where the transport has one. */
    void quickAck(Channel channel) {
        if (channel instanceof EpollSocketChannel) {
            channel.pipeline().addFirst(new QuickAck());
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /** Turns TCP_QUICKACK on again after each read. */
    private static final class QuickAck extends ChannelDuplexHandler {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            rearm(ctx);
            ctx.fireChannelActive();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            rearm(ctx);
            ctx.fireChannelReadComplete();
        }

        private static void rearm(ChannelHandlerContext ctx) {
            if (ctx.channel().isActive()) {
                ctx.channel().config().setOption(EpollChannelOption.TCP_QUICKACK, true);
            }
        }
    }
}
