package org.qantara.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.metrics.Counters;
import org.qantara.connectors.mllp.tls.TlsFiles;
import org.qantara.connectors.mllp.tls.TlsSource;
import picocli.CommandLine.Option;

/** The options that say where HL7 messages are sent, in plain text or by TLS with a certificate of one's own. */
final class MllpTarget {
    private static final long FILES_ARE_READ_ONCE = Long.MAX_VALUE;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "mllp://host:port, mllps://host:port for TLS, or dicom://AET@host:port")
    String to = "";

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "mllps: PEM file of the authorities that the receiver's certificate must come from"
                    + " (default: those that Java trusts)")
    @Nullable
    Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "mllps: own certificate, PEM; together with --key")
    @Nullable
    Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "mllps: private key of --cert, PEM, PKCS#8")
    @Nullable
    Path privateKey;

    /** @throws CommandFailure naming the option that makes no sense or the file that cannot be used */
    ClientSettings settings() {
        URI uri = uri();
        ClientSettings plain = ClientSettings.plain(uri.getHost(), uri.getPort());
        if (uri.getScheme().equals("mllps")) return plain.withTls(tls(uri));
        if (authorities != null || certificate != null || privateKey != null)
            throw new CommandFailure(
                    ExitCode.USAGE, "--ca, --cert and --key are for TLS: write mllps:// instead of mllp:// in --to");
        return plain;
    }

    private TlsSource tls(URI uri) {
        if ((certificate == null) != (privateKey == null))
            throw new CommandFailure(ExitCode.USAGE, "--cert and --key go together: give both or none");
        try {
            return new TlsSource(
                    new TlsFiles(certificate, privateKey, authorities),
                    new TlsSource.Role.Client(uri.getHost(), uri.getPort(), true),
                    new Counters(),
                    FILES_ARE_READ_ONCE);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "the certificate files cannot be used: " + e.getMessage());
        }
    }

    private URI uri() {
        try {
            URI uri = new URI(to);
            boolean known = "mllp".equals(uri.getScheme()) || "mllps".equals(uri.getScheme());
            if (known && uri.getHost() != null && uri.getPort() > 0) return uri;
        } catch (URISyntaxException e) {
            throw usage();
        }
        throw usage();
    }

    private CommandFailure usage() {
        return new CommandFailure(
                ExitCode.USAGE,
                "--to " + to + ": expected mllp://host:port, mllps://host:port or dicom://AET@host:port, for example"
                        + " mllp://127.0.0.1:2575");
    }
}
