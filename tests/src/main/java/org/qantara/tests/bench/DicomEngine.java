package org.qantara.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;

/** This checkout's engine with one imaging route, a process of its own: spool, inbox, study aggregation and delivery are all on. */
final class DicomEngine implements AutoCloseable {
    private static final List<String> JAVA = List.of("-Xmx2g", "-XX:+UseParallelGC", "-XX:ReservedCodeCacheSize=400m");

    private final QantaraProcess process;
    private final Fhir door;
    final int port;

    private DicomEngine(QantaraProcess process, Fhir door, int port) {
        this.process = process;
        this.door = door;
        this.port = port;
    }

    static DicomEngine start(Path folder, URI dpp, List<String> moreOptions) throws IOException {
        List<Integer> ports = TestHome.freePorts(2);
        Path home = TestHome.withFreePorts(folder.resolve("home"));
        try (Stream<Path> files = Files.list(home.resolve("routes/facilities"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(
                home.resolve("routes/facilities/IMG-BENCH.camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: dicom-scp
                    routeId: IMG-BENCH
                    parameters:
                      - { name: facility, value: IMG-BENCH }
                      - { name: port, value: %d }
                      - { name: callingAeTitles, value: STORESCU }
                      - { name: authority, value: IMGBENCH }
                """
                        .formatted(ports.get(0)));
        Map<String, String> environment = Map.of(
                "QANTARA_HOME", home.toString(),
                "QANTARA_DATA", folder.resolve("data").toString(),
                "QANTARA_HTTP_PORT", ports.get(1).toString(),
                "QANTARA_DPP_URL", dpp.toString());
        List<String> options = new ArrayList<>(JAVA);
        options.addAll(moreOptions);
        QantaraProcess process =
                QantaraProcess.start(folder.resolve("engine.log"), environment, options, "run", "--role", "engine");
        Settings settings = Settings.from(Role.ENGINE, new Environment(environment));
        process.awaitReady(settings.httpBase());
        return new DicomEngine(process, new Fhir(settings.httpBase(), settings.tokens()), ports.get(0));
    }

    /** Waits until everything that was accepted is settled. */
    void drained() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    long queued = 0;
                    for (JsonNode destination :
                            door.json("/api/status", Access.OPERATOR).path("destinations")) {
                        queued += destination.path("queued").asLong();
                    }
                    return queued == 0;
                });
    }

    /** CPU milliseconds of the process since its start. */
    long cpuMs() {
        return process.cpuMs();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try (process) {
            process.terminate(); // orderly, so that a flight recording is written
        }
    }
}
