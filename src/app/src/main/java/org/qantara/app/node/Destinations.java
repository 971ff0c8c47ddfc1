package org.qantara.app.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.qantara.app.settings.DestinationSetting;
import org.qantara.app.settings.SettingException;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.connectors.mllp.metrics.Counters;
import org.qantara.connectors.mllp.tls.TlsFiles;
import org.qantara.connectors.mllp.tls.TlsSource;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.FhirDestination;
import org.qantara.engine.delivery.MllpDestination;
import org.qantara.engine.delivery.MllpExchange;

/**
 * The destinations beside the DPP, bound to the connectors that reach them: the engine knows no connector. One connection each; the MLLP
 * client sends one message at a time and matches MSA-2.
 */
final class Destinations implements AutoCloseable {
    private static final long TIMEOUT_MS = 60_000;

    private final List<Destination> all = new ArrayList<>();
    private final List<MllpClient> clients = new ArrayList<>();

    private Destinations() {}

    static Destinations of(Settings settings) {
        var destinations = new Destinations();
        for (DestinationSetting one : settings.destinations()) destinations.add(one, settings);
        return destinations;
    }

    List<Destination> all() {
        return List.copyOf(all);
    }

    private void add(DestinationSetting one, Settings settings) {
        if (one.url().getScheme().startsWith("http")) {
            all.add(new FhirDestination(one.name(), one.url(), token(one), TIMEOUT_MS));
            return;
        }
        var client = new MllpClient(client(one.url(), settings));
        clients.add(client);
        String types = one.options().getOrDefault("types", "");
        all.add(new MllpDestination(
                one.name(),
                exchange(client),
                Boolean.parseBoolean(one.options().get("idempotent")),
                types.isEmpty() ? List.of() : List.of(types.split(","))));
    }

    private static ClientSettings client(URI url, Settings settings) {
        ClientSettings plain = ClientSettings.plain(url.getHost(), url.getPort());
        if (url.getScheme().equals("mllp")) return plain;
        var own = settings.tls();
        var files = own == null
                ? new TlsFiles(null, null, null)
                : new TlsFiles(own.certificate(), own.key(), own.authorities());
        try {
            return plain.withTls(new TlsSource(
                    files, new TlsSource.Role.Client(url.getHost(), url.getPort(), true), new Counters(), TIMEOUT_MS));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new SettingException("QANTARA_DESTINATIONS " + url
                    + ": the certificate files of QANTARA_TLS_* cannot be used: " + e.getMessage());
        }
    }

    /** What is certain not to have been sent is told apart from what nobody knows. */
    private static MllpExchange exchange(MllpClient client) {
        return (message, charset) -> {
            SendOutcome outcome;
            try {
                outcome = client.send(message).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the acknowledgement", e);
            } catch (ExecutionException e) {
                throw new IOException("the client failed: " + e.getCause(), e);
            }
            if (outcome instanceof SendOutcome.Accepted accepted)
                return accepted.acknowledgement().bytes();
            if (outcome instanceof SendOutcome.Refused refused)
                return refused.acknowledgement().bytes();
            if (outcome instanceof SendOutcome.Unreachable unreachable)
                throw new MllpExchange.NotSent("not sent", new IOException(unreachable.reason()));
            throw new IOException("no acknowledgement: " + outcome.getClass().getSimpleName());
        };
    }

    /** The file's content at each request: a renewed token is used at once. */
    private static Supplier<String> token(DestinationSetting one) {
        String file = one.options().get("tokenFile");
        return () -> {
            if (file == null) return "";
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("the token file of destination " + one.name() + " cannot be read", e);
            }
        };
    }

    @Override
    public void close() {
        clients.forEach(MllpClient::close);
    }
}
