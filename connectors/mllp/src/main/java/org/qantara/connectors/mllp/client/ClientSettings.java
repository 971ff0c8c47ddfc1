package org.qantara.connectors.mllp.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.hl7.Acknowledgement;

/**
 * Where and how a client sends.
 *
 * @param connectTimeoutMs for TCP; a TLS handshake has 10 s of its own
 * @param ackTimeoutMs from the last byte written to the acknowledgement
 * @param ackBytesMax longest acknowledgement that is read
 * @param tls makes the TLS handler of a new connection; null for plain TCP
 * @param later takes application acknowledgements that follow a commit acknowledgement (enhanced mode), on the event loop
 */
public record ClientSettings(
        String host,
        int port,
        long connectTimeoutMs,
        long ackTimeoutMs,
        int ackBytesMax,
        @Nullable Function<ByteBufAllocator, SslHandler> tls,
        Consumer<Acknowledgement> later) {

    /** Plain TCP, 10 s to connect, 30 s to acknowledge. */
    public static ClientSettings plain(String host, int port) {
        return new ClientSettings(host, port, 10_000, 30_000, 1 << 20, null, acknowledgement -> {});
    }

    public ClientSettings withAckTimeoutMs(long newAckTimeoutMs) {
        return new ClientSettings(host, port, connectTimeoutMs, newAckTimeoutMs, ackBytesMax, tls, later);
    }

    public ClientSettings withTls(Function<ByteBufAllocator, SslHandler> newTls) {
        return new ClientSettings(host, port, connectTimeoutMs, ackTimeoutMs, ackBytesMax, newTls, later);
    }

    public ClientSettings withLater(Consumer<Acknowledgement> newLater) {
        return new ClientSettings(host, port, connectTimeoutMs, ackTimeoutMs, ackBytesMax, tls, newLater);
    }
}
