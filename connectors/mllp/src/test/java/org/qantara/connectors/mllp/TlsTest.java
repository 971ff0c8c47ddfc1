package org.qantara.connectors.mllp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.qantara.connectors.mllp.Listening.ACCEPTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.connectors.mllp.metrics.Counter;
import org.qantara.connectors.mllp.metrics.Counters;
import org.qantara.connectors.mllp.tls.CertificateAuthority;
import org.qantara.connectors.mllp.tls.TlsFiles;
import org.qantara.connectors.mllp.tls.TlsSource;

@Timeout(60)
class TlsTest {
    private static final byte[] ADT = "MSH|^~\\&|LIS|LAB|Q|D|1||ADT^A01|T1|P|2.5\rPID|1\r".getBytes(UTF_8);
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    static Path folder;

    static CertificateAuthority authority;
    static CertificateAuthority foreign;
    static TlsFiles server;
    static TlsFiles laboratory;

    @BeforeAll
    static void issue() throws Exception {
        authority = CertificateAuthority.create(folder.resolve("ours"), "Test authority");
        foreign = CertificateAuthority.create(folder.resolve("foreign"), "Foreign authority");
        server = authority.issue("server", List.of("localhost", "127.0.0.1"), YEAR);
        laboratory = authority.issue("lis.lab-fes", List.of(), YEAR);
    }

    private static String options(TlsFiles files) {
        return "?tls=true&certificateFile=" + files.certificate() + "&privateKeyFile=" + files.privateKey()
                + "&trustFile=" + files.trust();
    }

    private static SendOutcome send(int port, TlsFiles files) throws Exception {
        var tls = new TlsSource(files, new TlsSource.Role.Client("127.0.0.1", port, true), new Counters(), 0);
        try (MllpClient client =
                new MllpClient(ClientSettings.plain("127.0.0.1", port).withTls(tls))) {
            return client.send(ADT).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void tellsTheRouteWhoseCertificateItWas() throws Exception {
        try (Listening listening = new Listening(options(server), ACCEPTS)) {
            assertThat(send(listening.port(), laboratory)).isInstanceOf(SendOutcome.Accepted.class);
            assertThat((String) listening.received.element().header("QantaraPeerCertificate"))
                    .contains("CN=lis.lab-fes");
            assertThat(listening.consumer().getCertificateDaysLeft()).isBetween(363L, 365L);
        }
    }

    @Test
    void refusesMissingExpiredAndForeignCertificates() throws Exception {
        try (Listening listening = new Listening(options(server), ACCEPTS)) {
            TlsFiles expired = authority.issue("expired", List.of(), Duration.ofSeconds(-60));
            TlsFiles other = foreign.issue("lis.lab-fes", List.of(), YEAR);
            List<TlsFiles> senders = List.of(
                    new TlsFiles(null, null, authority.trustFile()),
                    expired,
                    new TlsFiles(other.certificate(), other.privateKey(), authority.trustFile()));
            for (TlsFiles sender : senders) {
                assertThat(send(listening.port(), sender))
                        .isInstanceOfAny(SendOutcome.Disconnected.class, SendOutcome.Unreachable.class);
            }
            await().until(() -> listening.count(Counter.TLS_HANDSHAKE_FAILED) == 3);
            assertThat(listening.received).isEmpty();
        }
    }

    @Test
    void bindsTheEndpointToSubjects() throws Exception {
        TlsFiles stranger = authority.issue("his.chu-fes", List.of(), YEAR);
        try (Listening listening = new Listening(
                options(server) + "&allowedSubjects=CN=other;cn=LIS.lab-fes,O=Qantara self-made", ACCEPTS)) {
            assertThat(send(listening.port(), laboratory)).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(send(listening.port(), stranger))
                    .isInstanceOfAny(SendOutcome.Disconnected.class, SendOutcome.Unreachable.class);
            await().until(() -> listening.count(Counter.CONNECTIONS_REFUSED_CERTIFICATE) == 1);
            assertThat(listening.received).hasSize(1);
        }
    }

    @Test
    void bindsTheEndpointToAddresses() throws Exception {
        try (Listening listening = new Listening("?allowedPeers=10.0.0.0/8,127.0.0.2", ACCEPTS);
                Peer peer = listening.peer()) {
            assertThat(peer.rest()).isEmpty();
            assertThat(listening.count(Counter.CONNECTIONS_REFUSED_ADDRESS)).isEqualTo(1);
        }
        try (Listening listening = new Listening("?allowedPeers=127.0.0.0/24", ACCEPTS);
                Peer peer = listening.peer()) {
            assertThat(peer.frame(ADT).answer()).contains("MSA|AA|T1");
        }
    }

    @Test
    void verifiesTheReceiver() throws Exception {
        TlsFiles elsewhere = authority.issue("elsewhere", List.of("elsewhere.example"), YEAR);
        TlsFiles impostor = foreign.issue("server", List.of("127.0.0.1"), YEAR);
        for (TlsFiles wrong : List.of(
                elsewhere, new TlsFiles(impostor.certificate(), impostor.privateKey(), authority.trustFile()))) {
            try (Listening listening = new Listening(options(wrong), ACCEPTS)) {
                assertThat(send(listening.port(), laboratory)).isInstanceOf(SendOutcome.Unreachable.class);
                assertThat(listening.received).isEmpty();
            }
        }
    }

    @Test
    void takesNewCertificatesIntoUseWithoutARestart() throws Exception {
        Path hot = Files.createDirectories(folder.resolve("hot"));
        TlsFiles first = authority.issue("first", List.of("127.0.0.1"), Duration.ofDays(10));
        TlsFiles second = authority.issue("second", List.of("127.0.0.1"), Duration.ofDays(100));
        TlsFiles used = new TlsFiles(hot.resolve("tls.crt"), hot.resolve("tls.key"), authority.trustFile());
        replace(first, used);
        try (Listening listening = new Listening(options(used) + "&tlsReloadMs=0", ACCEPTS)) {
            assertThat(send(listening.port(), laboratory)).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(listening.consumer().getCertificateDaysLeft()).isEqualTo(9);

            Files.copy(second.certificate(), used.certificate(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(send(listening.port(), laboratory))
                    .as("half replaced: the earlier pair serves")
                    .isInstanceOf(SendOutcome.Accepted.class);
            assertThat(listening.consumer().getCertificateDaysLeft()).isEqualTo(9);
            assertThat(listening.count(Counter.TLS_RELOAD_FAILED)).isEqualTo(1);

            replace(second, used);
            assertThat(send(listening.port(), laboratory)).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(listening.consumer().getCertificateDaysLeft()).isEqualTo(99);

            Files.writeString(used.certificate(), "nonsense");
            assertThat(send(listening.port(), laboratory)).isInstanceOf(SendOutcome.Accepted.class);
            Files.delete(used.certificate());
            assertThat(send(listening.port(), laboratory)).isInstanceOf(SendOutcome.Accepted.class);
        }
    }

    private static void replace(TlsFiles from, TlsFiles to) throws Exception {
        Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.privateKey(), to.privateKey(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void tellsPlainMllpOnATlsPort() throws Exception {
        try (Listening listening = new Listening(options(server), ACCEPTS);
                Peer peer = listening.peer()) {
            peer.frame(ADT);
            peer.rest();
            await().until(() -> listening.count(Counter.TLS_HANDSHAKE_FAILED) == 1);
            assertThat(listening.received).isEmpty();
        }
    }

    @Test
    void sendsOverTlsFromARoute() throws Exception {
        try (Listening listening = new Listening(options(server), ACCEPTS)) {
            String to = "mllp:localhost:" + listening.port() + options(laboratory);
            String ack = listening.context.createProducerTemplate().requestBody(to, ADT, String.class);
            assertThat(ack).contains("MSA|AA|T1");
        }
    }

    @Test
    void refusesUnsafeOptions() {
        assertRefused("mllp:0.0.0.0:0", "plaintextReason");
        assertRefused("mllp:127.0.0.1:0?tls=true", "clientCertificate=need needs trustFile");
        assertRefused("mllp:127.0.0.1:0?tls=true&clientCertificate=none", "needs certificateFile and privateKeyFile");
        assertRefused("mllp:127.0.0.1:0?tls=true&clientCertificate=none&certificateFile=x", "come together");
        assertRefused("mllp:127.0.0.1:0?allowedSubjects=CN=x", "allowedSubjects needs tls=true");
        assertRefused("mllp:127.0.0.1:0?allowedPeers=10.0.0.0/99", "allowedPeers has '10.0.0.0/99'");
    }

    private static void assertRefused(String uri, String text) {
        try (var context = new org.apache.camel.impl.DefaultCamelContext()) {
            assertThatThrownBy(() -> {
                        context.start();
                        context.getEndpoint(uri).createConsumer(exchange -> {}).start();
                    })
                    .hasStackTraceContaining(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void speaksPlainBeyondThisMachineWhenSomebodySaysWhy() throws Exception {
        try (var context = new org.apache.camel.impl.DefaultCamelContext()) {
            context.start();
            var consumer =
                    context.getEndpoint("mllp:0.0.0.0:0?plaintextReason=test").createConsumer(exchange -> {});
            consumer.start();
            assertThat(((MllpConsumer) consumer).port()).isPositive();
            consumer.stop();
        }
    }

    @Test
    void keepsKeysToTheirOwnerAndNeverReplacesAnAuthority() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.privateKey())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ours/ca.key"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> CertificateAuthority.create(folder.resolve("ours"), "again"))
                .hasMessageContaining("already has an authority");
        assertThatThrownBy(() -> authority.issue("../evil", List.of(), YEAR)).hasMessageContaining("../evil");
        CertificateAuthority opened = CertificateAuthority.open(folder.resolve("ours"));
        TlsFiles late = opened.issue("late", List.of(), YEAR);
        try (Listening listening = new Listening(options(server), ACCEPTS)) {
            assertThat(send(listening.port(), late)).isInstanceOf(SendOutcome.Accepted.class);
        }
    }
}
