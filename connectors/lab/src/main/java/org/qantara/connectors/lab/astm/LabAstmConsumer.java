package org.qantara.connectors.lab.astm;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.lab.astm.link.Profile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the lines of one endpoint: listens, or calls and calls again when the connection is lost. Stopping closes every
 * line at once; a message whose verdict is still awaited is stored or not, unacknowledged either way, and sent again by
 * the analyser.
 */
public class LabAstmConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(LabAstmConsumer.class);
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final LabAstmEndpoint endpoint;
    private @Nullable ChannelGroup channels;
    private @Nullable ExecutorService workers;
    private @Nullable Channel listening;
    /** The lines of this start; what an earlier start has scheduled finds other lines here and ends. */
    private volatile @Nullable Lines current;

    private volatile boolean unreachable;

    LabAstmConsumer(LabAstmEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Profile profile = endpoint.readProfile();
        InetSocketAddress address = endpoint.socketAddress();
        ThreadPoolProfile threads = new ThreadPoolProfile("lab-astm");
        threads.setPoolSize(endpoint.getWorkers());
        threads.setMaxPoolSize(endpoint.getWorkers());
        threads.setMaxQueueSize(endpoint.getConnectionsMax());
        threads.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        ExecutorService pool = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newThreadPool(this, "lab-astm-" + address.getPort(), threads);
        ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        workers = pool;
        channels = open;
        Lines lines = new Lines(profile, new Handover(this, endpoint, pool), open);
        current = lines;
        if (endpoint.getMode() == LabAstmEndpoint.Mode.client) call(address, lines);
        else
            try {
                listen(address, lines);
            } catch (Exception e) {
                // a port that is taken is tried again by starting again, which must not leave threads behind
                doStop();
                throw e;
            }
    }

    @Override
    protected void doStop() throws Exception {
        current = null;
        Channel server = listening;
        if (server != null) server.close().syncUninterruptibly();
        listening = null;
        if (channels != null) channels.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        if (workers != null)
            endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(workers, 5_000);
        super.doStop();
    }

    /** The port that is listened at; of use when port 0 was asked for. -1 when this is a client or stopped. */
    public int getLocalPort() {
        Channel server = listening;
        return server == null ? -1 : ((InetSocketAddress) server.localAddress()).getPort();
    }

    private void listen(InetSocketAddress address, Lines lines) {
        listening = new ServerBootstrap()
                .group(endpoint.getComponent().eventLoops())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(lines)
                .bind(address)
                .syncUninterruptibly()
                .channel();
        LOG.info("lab-astm listens at {} with profile {}", listening.localAddress(), endpoint.getProfile());
    }

    private void call(InetSocketAddress address, Lines lines) {
        if (lines != current) return;
        ChannelFuture connecting = new Bootstrap()
                .group(endpoint.getComponent().eventLoops())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(lines)
                .connect(address);
        connecting.addListener(done -> {
            if (connecting.isSuccess()) {
                unreachable = false;
                LOG.info("lab-astm connected to {} with profile {}", address, endpoint.getProfile());
                connecting.channel().closeFuture().addListener(closed -> callLater(address, lines));
            } else {
                if (!unreachable)
                    LOG.warn(
                            "lab-astm cannot reach {}: {}; tried again every {} ms",
                            address,
                            String.valueOf(connecting.cause()),
                            endpoint.getReconnectMs());
                unreachable = true;
                callLater(address, lines);
            }
        });
    }

    private void callLater(InetSocketAddress address, Lines lines) {
        if (lines != current) return;
        endpoint.getComponent()
                .eventLoops()
                .schedule(() -> call(address, lines), endpoint.getReconnectMs(), TimeUnit.MILLISECONDS);
    }

    /** Gives each new connection its line, or closes it when there are too many. */
    @Sharable
    private final class Lines extends ChannelInitializer<SocketChannel> {
        private final Profile profile;
        private final Handover handover;
        private final ChannelGroup open;

        Lines(Profile profile, Handover handover, ChannelGroup open) {
            this.profile = profile;
            this.handover = handover;
            this.open = open;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            if (current != this || open.size() >= endpoint.getConnectionsMax()) {
                LOG.warn(
                        "lab-astm {} closed a connection from {}: {} are open (connectionsMax)",
                        endpoint.getAddress(),
                        channel.remoteAddress(),
                        open.size());
                channel.close();
                return;
            }
            open.add(channel);
            channel.pipeline().addLast(new AstmLine(endpoint, profile, handover, channel));
        }
    }
}
