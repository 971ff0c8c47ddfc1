package org.qantara.connectors.dicom.association;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.qantara.connectors.dicom.pdu.PduDecoder;
import org.qantara.connectors.dicom.pdu.PduEncoder;

/** A port that accepts associations: one {@link AssociationUser} per connection. Thread-safe. */
public final class Acceptor implements AutoCloseable {
    /** Above the limit a peer is told so; so many more connections may wait to be told. */
    private static final int REJECTED_CONNECTIONS_MAX = 64;

    private static final PduEncoder ENCODER = new PduEncoder();

    private final AcceptorSettings settings;
    private final Function<Peer, AssociationUser> users;
    private final Transport transport;
    private final Channel server;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    /** Admitted connections by sender address; guarded by itself. */
    private final Map<InetAddress, Integer> perPeer = new HashMap<>();

    private Acceptor(AcceptorSettings settings, Function<Peer, AssociationUser> users, Transport transport)
            throws IOException {
        this.settings = settings;
        this.users = users;
        this.transport = transport;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(transport.loops())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 256)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                });
        var bound = bootstrap.bind(settings.host(), settings.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        server = bound.channel();
    }

    /**
     * Starts to listen.
     *
     * @param users called per connection, on its event loop
     * @param transport stays the caller's
     * @throws IOException when the address cannot be bound
     */
    public static Acceptor listen(AcceptorSettings settings, Function<Peer, AssociationUser> users, Transport transport)
            throws IOException {
        return new Acceptor(settings, users, transport);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private void accept(SocketChannel channel) {
        if (open.size() >= settings.associationsMax() + REJECTED_CONNECTIONS_MAX) {
            channel.close();
            return;
        }
        open.add(channel);
        boolean admitted = admit(channel);
        SSLContext tls = settings.tls();
        if (tls != null) {
            SSLEngine engine = tls.createSSLEngine();
            engine.setUseClientMode(false);
            engine.setNeedClientAuth(settings.clientCertificateRequired());
            SslHandler handler = new SslHandler(engine);
            handler.setHandshakeTimeoutMillis(settings.association().artimMs());
            channel.pipeline().addLast(handler);
        }
        AssociationUser user = admitted ? users.apply(new Peer(channel)) : new Congested();
        channel.pipeline()
                .addLast(
                        new PduDecoder(settings.association().associationPduBytesMax()),
                        ENCODER,
                        Association.acceptor(settings.association(), user));
        transport.quickAck(channel);
    }

    /** Counts the connection until it closes; false, and not counted, when it is one too many. */
    private boolean admit(SocketChannel channel) {
        InetAddress address = channel.remoteAddress().getAddress();
        synchronized (perPeer) {
            int total = perPeer.values().stream().mapToInt(Integer::intValue).sum();
            int ofPeer = perPeer.getOrDefault(address, 0);
            if (total >= settings.associationsMax() || ofPeer >= settings.associationsPerPeerMax()) {
                return false;
            }
            perPeer.put(address, ofPeer + 1);
        }
        channel.closeFuture().addListener(closed -> {
            synchronized (perPeer) {
                perPeer.computeIfPresent(address, (key, n) -> n == 1 ? null : n - 1);
            }
        });
        return true;
    }

    /** Stops listening, then closes what is open. Peers see a closed connection and send again later. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        open.close().awaitUninterruptibly();
    }
}
