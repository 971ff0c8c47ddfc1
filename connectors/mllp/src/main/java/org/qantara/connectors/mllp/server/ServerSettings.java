package org.qantara.connectors.mllp.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one listening endpoint is made of.
 *
 * @param host the local address to bind
 * @param port 0 for any free one
 * @param backlog connections the operating system may queue
 * @param tls makes the TLS handler of a new connection; null for plain TCP
 */
public record ServerSettings(
        String host,
        int port,
        int backlog,
        Limits limits,
        Admission admission,
        @Nullable Function<ByteBufAllocator, SslHandler> tls) {}
