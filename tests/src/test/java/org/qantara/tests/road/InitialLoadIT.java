package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.node.Running;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.TestHome;
import org.qantara.tests.sink.Sink;
import org.qantara.tests.sink.SinkProof;

/** A hospital's initial load over a route of its own: live traffic passes it, its rate is an operator's, nothing is lost. */
class InitialLoadIT {
    private static final int LOAD = 60;
    private static final int LIVE = 10;

    @TempDir
    Path folder;

    @Test
    void liveTrafficPassesALoadThatIsHeldToItsRate() throws Exception {
        List<Integer> ports = TestHome.freePorts(4);
        Path home = TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2));
        Files.writeString(
                home.resolve("routes/facilities/CHU-RABAT.camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: hl7v2-mllp
                    routeId: CHU-RABAT-LOAD
                    parameters:
                      - { name: facility, value: CHU-RABAT }
                      - { name: region, value: "04" }
                      - { name: port, value: %d }
                      - { name: authority, value: CHU-RABAT }
                      - { name: types, value: "ADT^A28,ADT^A31" }
                      - { name: bulk, value: "true" }
                """
                        .formatted(ports.get(3)),
                StandardOpenOption.APPEND);
        try (Sink dpp = Sink.start(folder.resolve("sink.log"))) {
            Settings settings = Settings.from(
                    Role.ENGINE,
                    new Environment(Map.of(
                            "QANTARA_HOME", home.toString(),
                            "QANTARA_DATA", folder.resolve("data").toString(),
                            "QANTARA_HTTP_PORT", ports.get(2).toString(),
                            "QANTARA_BULK_PER_SECOND", "2",
                            "QANTARA_DPP_URL", dpp.base().toString())));
            try (Running running = Running.start(settings)) {
                Fhir api = new Fhir(
                        running.settings().httpBase(), running.settings().tokens());
                assertThat(api.json("/api/bulk", Access.OPERATOR)
                                .path("perSecond")
                                .asInt())
                        .isEqualTo(2);
                send(ports.get(3), "A28^ADT_A05", "L", LOAD);
                send(ports.get(0), "A04^ADT_A01", "N", LIVE);
                await().atMost(Duration.ofMinutes(1)).until(() -> live(dpp) == LIVE);
                assertThat(SinkProof.of(dpp.log()).messages() - LIVE)
                        .as("the load waits while live messages are through")
                        .isLessThan(LOAD / 2);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> api.json("/api/bulk", Access.OPERATOR)
                                        .path("waiting")
                                        .path("dpp")
                                        .asInt()
                                > 0);
                assertThat(api.post("/api/bulk", Map.of("perSecond", -1), Access.OPERATOR)
                                .statusCode())
                        .isEqualTo(400);
                assertThat(api.post("/api/bulk", Map.of("perSecond", 0), Access.READER)
                                .statusCode())
                        .isEqualTo(403);
                assertThat(api.post("/api/bulk", Map.of("perSecond", 0), Access.OPERATOR)
                                .statusCode())
                        .isEqualTo(200);
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> SinkProof.of(dpp.log()).messages() == LOAD + LIVE);
                assertThat(SinkProof.of(dpp.log()).inversions()).isZero();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> api.json("/api/account", Access.OPERATOR)
                                        .path("states")
                                        .path("delivered")
                                        .asInt()
                                == LOAD + LIVE);
                assertThat(api.json("/api/account", Access.OPERATOR)
                                .path("balances")
                                .asBoolean())
                        .isTrue();
            }
        }
    }

    private static long live(Sink dpp) throws Exception {
        return dpp.log().stream()
                .filter(request -> request.entries().stream()
                        .anyMatch(entry -> String.valueOf(entry.json()).contains("LiveN")))
                .map(request -> request.intake())
                .distinct()
                .count();
    }

    private static void send(int port, String type, String prefix, int count) throws Exception {
        try (var client = new MllpClient(ClientSettings.plain("127.0.0.1", port))) {
            for (int i = 0; i < count; i++) {
                String patient = prefix + (9000 + i);
                String message = "MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20260301100000||ADT^" + type + "|" + patient
                        + "|P|2.5.1\rEVN||20260301100000\rPID|1||" + patient + "^^^CHU-RABAT^PI||Live" + prefix
                        + "^Amal||19800105|F\rPV1|1|N\r";
                assertThat(client.send(message.getBytes(StandardCharsets.UTF_8)).get(60, TimeUnit.SECONDS))
                        .isInstanceOf(SendOutcome.Accepted.class);
            }
        }
    }
}
