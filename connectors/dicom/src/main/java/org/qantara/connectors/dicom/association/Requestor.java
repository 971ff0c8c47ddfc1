package org.qantara.connectors.dicom.association;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.pdu.AssociateRq;
import org.qantara.connectors.dicom.pdu.PduDecoder;
import org.qantara.connectors.dicom.pdu.PduEncoder;

/** Opens associations to other application entities. Thread-safe. */
public final class Requestor {
    private final Transport transport;
    private final AssociationSettings settings;
    private final @Nullable SSLContext tls;

    /** @param tls null for plain TCP; otherwise the peer's certificate must name its host */
    public Requestor(Transport transport, AssociationSettings settings, @Nullable SSLContext tls) {
        this.transport = transport;
        this.settings = settings;
        this.tls = tls;
    }

    /**
     * Connects and sends {@code request}; the answer comes to {@code user}. Blocks until the connection is open.
     *
     * @throws IOException when the connection cannot be opened; the user then hears nothing
     */
    public Association open(String host, int port, AssociateRq request, AssociationUser user) throws IOException {
        Association association = Association.requestor(settings, user, request);
        ChannelFuture connected = new Bootstrap()
                .group(transport.loops())
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.responseTimeoutMs())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        SSLContext context = tls;
                        if (context != null) {
                            channel.pipeline().addLast(new SslHandler(clientEngine(context, host, port)));
                        }
                        channel.pipeline()
                                .addLast(
                                        new PduDecoder(settings.associationPduBytesMax()),
                                        new PduEncoder(),
                                        association);
                        transport.quickAck(channel);
                    }
                })
                .connect(host, port)
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IOException(
                    "cannot connect to " + host + ":" + port + ": "
                            + connected.cause().getMessage(),
                    connected.cause());
        }
        return association;
    }

    private static SSLEngine clientEngine(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }
}
