package org.qantara.connectors.mllp.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TLS handler of each new connection, TLS 1.2 or 1.3. Changed files are taken into use within {@code reloadIntervalMs}, by the next
 * connection; open connections stay as they are. Files that cannot be used leave the earlier ones in use. Thread-safe.
 */
public final class TlsSource implements Function<ByteBufAllocator, SslHandler> {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSource.class);
    private static final int WARN_DAYS = 30;

    private final TlsFiles files;
    private final Role role;
    private final Counters counters;
    private final long reloadIntervalMs;
    private List<String> fingerprint;
    private long checkedNanos;
    private volatile Loaded loaded;

    private record Loaded(SslContext context, @Nullable X509Certificate certificate) {}

    /** Which end of the connection, and what it asks of the other. */
    public sealed interface Role {
        /** Listens; {@code clientAuth} says whether senders need a certificate. */
        record Server(ClientAuth clientAuth) implements Role {}

        /** Connects to {@code host}, which the receiver's certificate has to name unless {@code verifyHost} is false. */
        record Client(String host, int port, boolean verifyHost) implements Role {}
    }

    public TlsSource(TlsFiles files, Role role, Counters counters, long reloadIntervalMs)
            throws IOException, GeneralSecurityException {
        this.files = files;
        this.role = role;
        this.counters = counters;
        this.reloadIntervalMs = reloadIntervalMs;
        this.fingerprint = files.fingerprint();
        this.loaded = load();
        this.checkedNanos = System.nanoTime();
    }

    @Override
    public SslHandler apply(ByteBufAllocator allocator) {
        reloadWhenChanged();
        SslContext context = loaded.context();
        SslHandler handler = role instanceof Role.Client client
                ? context.newHandler(allocator, client.host(), client.port())
                : context.newHandler(allocator);
        if (role instanceof Role.Client client && client.verifyHost()) {
            SSLEngine engine = handler.engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        handler.setHandshakeTimeoutMillis(10_000);
        return handler;
    }

    /** Whole days until the own certificate expires, negative when it has; null without one. Also takes changed files into use. */
    public @Nullable Long daysLeft() {
        reloadWhenChanged();
        X509Certificate certificate = loaded.certificate();
        return certificate == null ? null : daysLeft(certificate);
    }

    private static long daysLeft(X509Certificate certificate) {
        return ChronoUnit.DAYS.between(Instant.now(), certificate.getNotAfter().toInstant());
    }

    private synchronized void reloadWhenChanged() {
        if (System.nanoTime() - checkedNanos < TimeUnit.MILLISECONDS.toNanos(reloadIntervalMs)) {
            return;
        }
        checkedNanos = System.nanoTime();
        try {
            List<String> now = files.fingerprint();
            if (!now.equals(fingerprint)) {
                fingerprint = now;
                loaded = load();
                counters.increment(Counter.TLS_RELOADED);
                LOG.info("took changed certificate files into use: {}", files);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            counters.increment(Counter.TLS_RELOAD_FAILED);
            LOG.error("changed certificate files cannot be used, the earlier ones stay in use: {}", files, e);
        }
    }

    private Loaded load() throws IOException, GeneralSecurityException {
        KeyPairFiles own = files.certificate() == null || files.privateKey() == null
                ? null
                : KeyPairFiles.read(files.certificate(), files.privateKey());
        SslContextBuilder builder = role instanceof Role.Server server
                ? serverBuilder(own).clientAuth(server.clientAuth())
                : clientBuilder(own);
        File trust = file(files.trust());
        if (trust != null) {
            builder.trustManager(trust);
        }
        builder.sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2");
        X509Certificate certificate = own == null ? null : own.certificate();
        if (certificate != null && daysLeft(certificate) < WARN_DAYS) {
            LOG.warn("certificate {} expires in {} days", files.certificate(), daysLeft(certificate));
        }
        return new Loaded(builder.build(), certificate);
    }

    private static SslContextBuilder serverBuilder(@Nullable KeyPairFiles own) {
        if (own == null) {
            throw new IllegalArgumentException(
                    "tls=true needs certificateFile and privateKeyFile, both PEM; './qantara tls init' makes a pair for tests");
        }
        return SslContextBuilder.forServer(own.privateKey(), own.chain());
    }

    private static SslContextBuilder clientBuilder(@Nullable KeyPairFiles own) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        return own == null ? builder : builder.keyManager(own.privateKey(), own.chain());
    }

    private static @Nullable File file(@Nullable Path path) {
        return path == null ? null : path.toFile();
    }
}
