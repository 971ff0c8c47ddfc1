package org.qantara.connectors.mllp.server;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One accepted connection, as the receiver of its frames sees it. Thread-safe. */
public interface Connection {

    /** Unique within this process. */
    String key();

    InetSocketAddress peer();

    int localPort();

    /** The subject of the client certificate (RFC 2253); null without mutual TLS. */
    @Nullable
    String certificateSubject();

    /** Sends a frame that answers no waiting one; false when the connection is closed already. Sent, not necessarily received. */
    boolean send(byte[] body);
}
