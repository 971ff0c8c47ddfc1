package org.qantara.app.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.TlsFiles;

/** Whom this installation's own HTTP clients trust: the authorities of {@code QANTARA_TLS_CA} when given, else the JVM's list. */
public final class Trust {
    private Trust() {}

    /** A client context for {@code QANTARA_TLS_CA}, or null when the JVM's default applies. */
    public static @Nullable SSLContext context(@Nullable TlsFiles tls) {
        if (tls == null || tls.authorities() == null) return null;
        try (InputStream in = Files.newInputStream(tls.authorities())) {
            List<Certificate> authorities =
                    new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (authorities.isEmpty())
                throw new IllegalStateException("QANTARA_TLS_CA=" + tls.authorities() + " holds no certificate");
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) store.setCertificateEntry("ca-" + i, authorities.get(i));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "QANTARA_TLS_CA=" + tls.authorities() + " cannot be read as PEM certificates: " + e.getMessage(),
                    e);
        }
    }
}
