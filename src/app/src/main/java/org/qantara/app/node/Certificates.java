package org.qantara.app.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.TlsFiles;

/** How long this node's certificates, and those it trusts, are still valid. Files are read each time: a renewed one is seen. */
final class Certificates {
    private Certificates() {}

    /** The first of a file to end; a file that cannot be read ends now, so that it is noticed. */
    static List<NodeStatus.Certificate> of(@Nullable TlsFiles tls, Instant now) {
        List<NodeStatus.Certificate> found = new ArrayList<>();
        if (tls != null) {
            found.add(first(tls.certificate(), now));
            if (tls.authorities() != null) found.add(first(tls.authorities(), now));
        }
        return found;
    }

    private static NodeStatus.Certificate first(Path file, Instant now) {
        try (InputStream in = Files.newInputStream(file)) {
            Instant ends = Instant.MAX;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in))
                if (one instanceof X509Certificate x509
                        && x509.getNotAfter().toInstant().isBefore(ends))
                    ends = x509.getNotAfter().toInstant();
            if (ends != Instant.MAX)
                return new NodeStatus.Certificate(
                        file.getFileName().toString(),
                        ends.toString(),
                        Duration.between(now, ends).toDays());
        } catch (IOException | CertificateException e) {
            return new NodeStatus.Certificate(file.getFileName().toString(), "cannot be read: " + e.getMessage(), 0);
        }
        return new NodeStatus.Certificate(file.getFileName().toString(), "holds no certificate", 0);
    }
}
