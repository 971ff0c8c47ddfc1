package org.qantara.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.tests.process.Fhir;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;

/** This checkout's engine as a process of its own on an empty folder. */
final class EngineUnderLoad implements AutoCloseable {
    /** The launcher makes the second compiler wait, for the sake of the start; a server that has run for hours is past that. */
    private static final List<String> WARMED_UP =
            List.of("-Xmx2g", "-XX:+UseParallelGC", "-XX:ReservedCodeCacheSize=400m");

    private final QantaraProcess process;
    private final Fhir door;
    private final List<Integer> ports;

    private EngineUnderLoad(QantaraProcess process, Fhir door, List<Integer> ports) {
        this.process = process;
        this.door = door;
        this.ports = ports;
    }

    /** @param dpp base of the server it delivers to, there or not */
    static EngineUnderLoad start(Path folder, URI dpp, List<String> moreOptions) throws IOException {
        List<Integer> ports = TestHome.freePorts(3);
        Path home = TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2));
        allowManyConnections(home.resolve("routes/facilities"));
        Map<String, String> environment = Map.of(
                "QANTARA_HOME", home.toString(),
                "QANTARA_DATA", folder.resolve("data").toString(),
                "QANTARA_HTTP_PORT", ports.get(2).toString(),
                "QANTARA_DPP_URL", dpp.toString());
        List<String> options = new java.util.ArrayList<>(WARMED_UP);
        options.addAll(moreOptions);
        QantaraProcess process =
                QantaraProcess.start(folder.resolve("engine.log"), environment, options, "run", "--role", "engine");
        Settings settings = Settings.from(Role.ENGINE, new Environment(environment));
        Fhir door = new Fhir(settings.httpBase(), settings.tokens());
        process.awaitReady(settings.httpBase());
        return new EngineUnderLoad(process, door, ports);
    }

    /** All load comes from one address. */
    private static void allowManyConnections(Path facilities) throws IOException {
        try (var files = Files.list(facilities)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file)
                        .replaceFirst(
                                "(?m)^(\\s*)(- \\{ name: port,.*)$",
                                "$1$2\n$1- { name: connectionsPerPeerMax, value: 2000 }");
                Files.writeString(file, text);
            }
        }
    }

    /** Where ADT (the hospital's route) or ORU (the laboratory's) goes. */
    ClientSettings target(MllpBench.MessageKind message) {
        return ClientSettings.plain("127.0.0.1", ports.get(message == MllpBench.MessageKind.ADT ? 0 : 1));
    }

    /** CPU milliseconds of the process since its start. */
    long cpuMs() {
        return process.cpuMs();
    }

    /** Messages that are accepted and not settled, as of the engine's last look, at most two seconds old. */
    long queued() throws IOException, InterruptedException {
        JsonNode status = door.json("/api/status", Access.OPERATOR);
        long queued = 0;
        for (JsonNode destination : status.path("destinations")) {
            queued += destination.path("queued").asLong();
        }
        return queued;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try (process) {
            process.terminate(); // orderly, so that a flight recording is written
        }
    }
}
