package org.qantara.connectors.dicom.association;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The other end of a connection, as the network and TLS tell it. AE titles are claims and are not here. */
public final class Peer {
    private final Channel channel;

    Peer(Channel channel) {
        this.channel = channel;
    }

    /** The sender's address and port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /** Address and port as text, {@code 127.0.0.1:53412}. */
    public String addressText() {
        InetSocketAddress address = address();
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    public int localPort() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Subject of the client certificate that the TLS handshake verified, null without one. */
    public @Nullable String certificateSubject() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return null;
        }
        try {
            return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // the peer was not asked for a certificate, or sent none
        }
    }
}
