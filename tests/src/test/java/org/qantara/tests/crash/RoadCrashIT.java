package org.qantara.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;

/**
 * All-in-one killed with SIGKILL, in turn right after an AA and within two seconds after <em>delivered</em>. After the last restart every
 * acknowledged message is in the record, in one version of one resource.
 */
class RoadCrashIT {
    private static final int MESSAGES_PER_KILL = 25;

    @TempDir
    Path folder;

    private Settings settings;
    private Map<String, String> environment;
    private Fhir fhir;
    private int mllpPort;
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void three_kills_lose_and_double_nothing() throws Exception {
        kills(3, 20261121L);
    }

    @Test
    @Tag("long")
    void twenty_kills_lose_and_double_nothing() throws Exception {
        kills(20, 20261122L);
    }

    private void kills(int kills, long seed) throws Exception {
        List<Integer> ports = TestHome.freePorts(3);
        mllpPort = ports.get(0);
        environment = Map.of(
                "QANTARA_HOME",
                        TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2))
                                .toString(),
                "QANTARA_DATA", folder.resolve("data").toString(),
                "QANTARA_HTTP_PORT", ports.get(2).toString());
        settings = Settings.from(Role.ALL, new Environment(environment));
        fhir = new Fhir(settings.httpBase(), settings.tokens());
        var random = new Random(seed);
        for (int kill = 0; kill < kills; kill++) {
            try (QantaraProcess process = start()) {
                for (int i = 0; i < MESSAGES_PER_KILL; i++) send("K" + kill + "N" + i);
                if (kill % 2 == 1) {
                    awaitDelivered(process, acknowledged.get(acknowledged.size() - 1));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(2000)));
                }
                process.kill();
            }
        }
        try (QantaraProcess process = start()) {
            process.awaitAnswer(settings.httpBase() + "/fhir/metadata", 401);
            for (String number : acknowledged) awaitDelivered(process, number);
            for (String number : acknowledged) inTheRecordOnce(number);
        }
        System.out.printf(
                "crash: %d kills, %d acknowledged, 0 lost, 0 doubled (seed %d)%n", kills, acknowledged.size(), seed);
        assertThat(acknowledged).hasSize(kills * MESSAGES_PER_KILL);
    }

    private QantaraProcess start() throws Exception {
        QantaraProcess process = QantaraProcess.start(folder.resolve("qantara.log"), environment, "run");
        process.awaitReady(settings.httpBase());
        return process;
    }

    private void send(String number) throws Exception {
        String message = "MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20261120101500+0100||ADT^A04^ADT_A01|" + number
                + "|P|2.5.1||||||UNICODE UTF-8\r" + "EVN||20261120101500\rPID|1||" + number
                + "^^^CHU-RABAT^PI||بنعلي^سعيد||19800105|M\r";
        try (var client = new MllpClient(ClientSettings.plain("127.0.0.1", mllpPort))) {
            assertThat(client.send(message.getBytes(StandardCharsets.UTF_8)).get(60, TimeUnit.SECONDS))
                    .isInstanceOf(SendOutcome.Accepted.class);
        }
        acknowledged.add(number);
    }

    private void awaitDelivered(QantaraProcess process, String number) throws IOException {
        try {
            awaitDelivered(number);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(number + " is not delivered; the process says:\n" + process.tail(), e);
        }
    }

    private void awaitDelivered(String number) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    JsonNode messages = fhir.json(
                                    "/api/messages?facility=CHU-RABAT&controlId=" + number, Access.OPERATOR)
                            .path("messages");
                    return !messages.isEmpty()
                            && messages.get(0).path("state").asText().equals("delivered");
                });
    }

    private void inTheRecordOnce(String number) throws Exception {
        List<JsonNode> found = fhir.search("Patient?identifier=urn:ma:ipp:CHU-RABAT%7C" + number);
        assertThat(found).as("patients with number " + number).hasSize(1);
        String id = found.get(0).path("id").asText();
        assertThat(fhir.json("/fhir/Patient/" + id + "/_history", Access.READER).path("entry"))
                .as("versions of " + number)
                .hasSize(1);
        assertThat(found.get(0).findValuesAsText("family")).containsExactly("بنعلي");
    }
}
