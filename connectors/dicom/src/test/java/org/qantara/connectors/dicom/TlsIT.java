package org.qantara.connectors.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.association.AssociationSettings;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.dimse.Status;
import org.qantara.connectors.dicom.part10.SpoolSettings;

/** TLS with client certificates, with dcmtk and with ourselves. */
class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    /** A key and a self-signed certificate for localhost, in PEM and PKCS12. */
    private void certificate(String name) throws Exception {
        Path key = folder.resolve(name + ".key");
        Path certificate = folder.resolve(name + ".crt");
        Tool.Result made = Tool.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                key,
                "-out",
                certificate);
        assertThat(made.exit()).as(made.output()).isZero();
        Tool.Result packed = Tool.run(
                "openssl",
                "pkcs12",
                "-export",
                "-inkey",
                key,
                "-in",
                certificate,
                "-name",
                name,
                "-passout",
                "pass:changeit",
                "-out",
                folder.resolve(name + ".p12"));
        assertThat(packed.exit()).as(packed.output()).isZero();
    }

    private SSLContext context(String own, String trusted) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(own + ".p12"))) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve(trusted + ".crt"))) {
            trust.setCertificateEntry(
                    trusted,
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    @Test
    void onlyThePeerWithTheRightCertificateMayCall() throws Exception {
        certificate("server");
        certificate("modality");
        certificate("stranger");
        AcceptorSettings tls = new AcceptorSettings(
                "127.0.0.1", 0, context("server", "modality"), true, 8, 8, AssociationSettings.DEFAULT);
        try (TestServer server = new TestServer(
                SpoolSettings.in(folder.resolve("spool")), tls, TestServer.policy(Map.of(), Set.of("CN=modality")))) {
            Path file = SharedData.file("CT_small.dcm");
            Tool.Result stored = Tool.run(
                    "storescu",
                    "-aec",
                    "QANTARA",
                    "+tls",
                    folder.resolve("modality.key"),
                    folder.resolve("modality.crt"),
                    "+cf",
                    folder.resolve("server.crt"),
                    "127.0.0.1",
                    server.port(),
                    file);
            assertThat(stored.exit()).as(stored.output()).isZero();
            assertThat(server.last().object().seal().provenance().peerCertificate())
                    .isEqualTo("CN=modality");

            Tool.Result stranger = Tool.run(
                    "echoscu",
                    "-aec",
                    "QANTARA",
                    "+tls",
                    folder.resolve("stranger.key"),
                    folder.resolve("stranger.crt"),
                    "+cf",
                    folder.resolve("server.crt"),
                    "127.0.0.1",
                    server.port());
            assertThat(stranger.exit()).isNotZero();
            Tool.Result plain = Tool.run("echoscu", "-aec", "QANTARA", "-to", "5", "127.0.0.1", server.port());
            assertThat(plain.exit()).isNotZero();

            ScuSettings own = new ScuSettings(
                    "QANTARA", context("modality", "server"), null, 20_000, AssociationSettings.DEFAULT);
            try (Scu scu = Scu.connect(own, new Destination("QANTARA", "127.0.0.1", server.port()), List.of())) {
                assertThat(scu.echo()).isEqualTo(Status.SUCCESS);
            }
        }
    }
}
