package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.node.Running;
import org.qantara.app.routes.RouteState;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.connectors.mllp.hl7.Acknowledgement;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.TestHome;
import org.qantara.tests.sink.Sink;
import org.qantara.tests.sink.SinkFault;

/** HL7's enhanced mode through the whole engine: the commit acknowledgement first, the application's when the message is settled. */
class EnhancedModeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static Sink sink;
    private static Running running;

    @BeforeAll
    static void start() throws Exception {
        sink = Sink.start(folder.resolve("sink.log"));
        running = Running.start(Settings.from(
                Role.ENGINE,
                new Environment(Map.of(
                        "QANTARA_HOME",
                                TestHome.withFreePorts(folder.resolve("home")).toString(),
                        "QANTARA_DATA", folder.resolve("data").toString(),
                        "QANTARA_HTTP_PORT", "0",
                        "QANTARA_DPP_URL", sink.base().toString()))));
    }

    @AfterAll
    static void stop() {
        running.close();
        sink.close();
    }

    private static ClientSettings hospital() {
        int port = running.node().engine().routes().states().stream()
                .filter(state -> state.facility().equals("CHU-RABAT"))
                .map(RouteState::port)
                .findFirst()
                .orElseThrow();
        return ClientSettings.plain("127.0.0.1", port);
    }

    private static byte[] message(String controlId, String applicationAck, String patientField) {
        return ("MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20261118221500+0100||ADT^A08^ADT_A01|" + controlId
                        + "|P|2.5.1|||AL|" + applicationAck + "||UNICODE UTF-8\r"
                        + "EVN|A08|20261118221500+0100\r"
                        + "PID|1||" + patientField + "||EL IDRISSI^Youssef||19590101|M\r"
                        + "PV1|1|O\r")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String commitCode(SendOutcome outcome) {
        return outcome instanceof SendOutcome.Accepted accepted
                ? accepted.acknowledgement().code()
                : outcome.toString();
    }

    @Test
    void whatWasDeliveredAndWhatWasQuarantinedIsToldOnTheSameConnection() throws Exception {
        List<Acknowledgement> later = new CopyOnWriteArrayList<>();
        try (MllpClient client = new MllpClient(hospital().withLater(later::add))) {
            byte[] good = message("EM-1", "AL", "0051177^^^CHU-RABAT^PI");
            byte[] unnamed = message("EM-2", "AL", "");
            assertThat(commitCode(client.send(good).get(30, TimeUnit.SECONDS))).isEqualTo("CA");
            assertThat(commitCode(client.send(unnamed).get(30, TimeUnit.SECONDS)))
                    .isEqualTo("CA");
            await().atMost(PATIENCE).until(() -> later.size() == 2);
        }
        assertThat(later)
                .extracting(Acknowledgement::messageControlId, Acknowledgement::code)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("EM-1", "AA"),
                        org.assertj.core.groups.Tuple.tuple("EM-2", "AE"));
        assertThat(later.stream().filter(answer -> answer.code().equals("AE")))
                .allSatisfy(answer -> assertThat(answer.text()).isNotBlank());
    }

    @Test
    void onlyErrorsAreToldToWhoAskedForErrors() throws Exception {
        List<Acknowledgement> later = new CopyOnWriteArrayList<>();
        try (MllpClient client = new MllpClient(hospital().withLater(later::add))) {
            assertThat(commitCode(client.send(message("EM-3", "ER", "0051178^^^CHU-RABAT^PI"))
                            .get()))
                    .isEqualTo("CA");
            assertThat(commitCode(client.send(message("EM-4", "ER", "")).get())).isEqualTo("CA");
            await().atMost(PATIENCE).until(() -> !later.isEmpty());
            await().atMost(PATIENCE).until(() -> sink.log().stream()
                    .anyMatch(one -> one.toString().contains("0051178")));
        }
        assertThat(later).extracting(Acknowledgement::messageControlId).containsExactly("EM-4");
    }

    @Test
    void anAnswerWhoseConnectionIsGoneIsDroppedAndCounted() throws Exception {
        double before = metric("qantara_mllp_application_acks_dropped_total");
        sink.fault(SinkFault.slow(1_500));
        try {
            try (MllpClient client = new MllpClient(hospital())) {
                assertThat(commitCode(client.send(message("EM-5", "AL", "0051179^^^CHU-RABAT^PI"))
                                .get()))
                        .isEqualTo("CA");
            }
            await().atMost(PATIENCE).until(() -> metric("qantara_mllp_application_acks_dropped_total") == before + 1);
        } finally {
            sink.heal();
        }
        assertThat(metric("qantara_mllp_frames_received_total")).isPositive();
        assertThat(metric("qantara_mllp_certificate_days")).isNaN();
    }

    private static double metric(String name) throws Exception {
        Fhir door = new Fhir(running.settings().httpBase(), running.settings().tokens());
        return door.get("/actuator/prometheus", Access.OPERATOR)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
