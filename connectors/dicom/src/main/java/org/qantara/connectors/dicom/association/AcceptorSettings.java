package org.qantara.connectors.dicom.association;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A listening port.
 *
 * @param host address to listen on; loopback unless told otherwise
 * @param port 0 takes a free one, see {@link Acceptor#port()}
 * @param tls null for plain TCP
 * @param clientCertificateRequired only with TLS
 * @param associationsMax further ones are rejected as temporary congestion
 * @param associationsPerPeerMax the same, per sender address
 */
public record AcceptorSettings(
        String host,
        int port,
        @Nullable SSLContext tls,
        boolean clientCertificateRequired,
        int associationsMax,
        int associationsPerPeerMax,
        AssociationSettings association) {
    public AcceptorSettings {
        if (associationsMax < 1 || associationsPerPeerMax < 1) {
            throw new IllegalArgumentException("associationsMax is " + associationsMax + ", associationsPerPeerMax "
                    + associationsPerPeerMax + ", expected numbers above 0");
        }
    }

    public static AcceptorSettings plain(String host, int port) {
        return new AcceptorSettings(host, port, null, false, 64, 16, AssociationSettings.DEFAULT);
    }
}
