package org.qantara.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.Running;
import org.qantara.app.routes.RouteState;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;

/** All-in-one inside this JVM, started once and shared: a DPP takes too long to start for each test class. */
public final class Stack {
    /** The console's login in tests. */
    public static final String OPERATOR_PASSWORD = "only-for-tests-0123456789";

    private static @Nullable Stack shared;

    private final Running running;
    private final Fhir fhir;

    private Stack(Running running) {
        this.running = running;
        this.fhir = new Fhir(running.settings().httpBase(), running.settings().tokens());
    }

    /** The one stack of this JVM, its DPP up. */
    public static synchronized Stack shared() throws Exception {
        if (shared == null) {
            Path folder = Files.createTempDirectory("stack");
            Files.createDirectories(folder.resolve("data/keys"));
            Files.writeString(
                    folder.resolve("data/keys/operator.bcrypt"),
                    new org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder().encode(OPERATOR_PASSWORD));
            Settings settings = Settings.from(
                    Role.ALL,
                    new Environment(Map.of(
                            "QANTARA_HOME",
                                    TestHome.withFreePorts(folder.resolve("home"))
                                            .toString(),
                            "QANTARA_DATA", folder.resolve("data").toString(),
                            "QANTARA_HTTP_PORT", "0")));
            Running running = Running.start(settings);
            Objects.requireNonNull(running.node().dpp()).started().get(5, TimeUnit.MINUTES);
            shared = new Stack(running);
        }
        return shared;
    }

    public Running running() {
        return running;
    }

    public Fhir fhir() {
        return fhir;
    }

    /** The port on which a facility's route listens. */
    public int port(String facility) {
        return Objects.requireNonNull(running.node().engine()).routes().states().stream()
                .filter(state -> state.facility().equals(facility))
                .map(RouteState::port)
                .findFirst()
                .orElseThrow();
    }

    /** Writes a facility's file of routes and waits until all of them run. */
    public void route(String facility, String yaml) throws Exception {
        Path file = running.settings().routesFolder().resolve("facilities").resolve(facility + ".camel.yaml");
        Files.writeString(file, yaml);
        long expected = yaml.lines().filter(line -> line.contains("routeId:")).count();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> running(facility) == expected);
    }

    private long running(String facility) {
        long count = 0;
        for (RouteState route :
                Objects.requireNonNull(running.node().engine()).routes().states()) {
            boolean runs = route.state() == RouteState.State.RUNNING;
            if (route.facility().equals(facility) && !runs)
                throw new IllegalStateException(route.routeId() + ": " + route.state() + " " + route.message());
            count += route.facility().equals(facility) ? 1 : 0;
        }
        return count;
    }

    /** The port of one route. */
    public int portOf(String routeId) {
        return Objects.requireNonNull(running.node().engine()).routes().states().stream()
                .filter(state -> state.routeId().equals(routeId))
                .map(RouteState::port)
                .findFirst()
                .orElseThrow();
    }

    /** Sends one message over the facility's route and returns what the receiver said. */
    public SendOutcome send(String facility, byte[] message) throws Exception {
        try (var client = new MllpClient(ClientSettings.plain("127.0.0.1", port(facility)))) {
            return client.send(message).get(60, TimeUnit.SECONDS);
        }
    }

    /** The ledger's row of the newest message with that control id, once it is no longer under way. */
    public JsonNode awaitRow(String facility, String controlId) {
        String query = "/api/messages?limit=1&facility=" + facility + "&controlId="
                + URLEncoder.encode(controlId, StandardCharsets.UTF_8);
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> fhir.json(query, Access.OPERATOR).path("messages").path(0),
                        row -> !row.isMissingNode()
                                && !row.path("state").asText().equals("accepted"));
    }
}
