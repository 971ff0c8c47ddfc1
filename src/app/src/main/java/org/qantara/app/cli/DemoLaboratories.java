package org.qantara.app.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Running;
import org.qantara.app.routes.RouteState;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.AstmResults;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.HprimEmulator;
import org.qantara.emulate.LabSample;
import org.qantara.emulate.LineFaults;

/** The demo's laboratories: an emulated analyser on every ASTM route that listens, and HPRIM files in every folder of one. */
final class DemoLaboratories {
    private static final int SAMPLES = 2;

    private final Running running;
    private final EngineNode engine;
    private final LocalDateTime now = LocalDateTime.now();
    private final String run = DateTimeFormatter.ofPattern("MMddHHmmss").format(now);

    DemoLaboratories(Running running, EngineNode engine) {
        this.running = running;
        this.engine = engine;
    }

    /** Sends what each laboratory has, and says what to look for. */
    List<SampleFile> send() throws IOException {
        var sent = new ArrayList<SampleFile>();
        for (RouteState route : engine.routes().states()) {
            if (route.state() != RouteState.State.RUNNING) continue;
            if (route.protocol().equals("lab-astm") && route.port() != null) analyser(route, sent);
            if (route.protocol().equals("lab-hprim")) files(route, sent);
        }
        return sent;
    }

    private void analyser(RouteState route, List<SampleFile> sent) throws IOException {
        var results = new AstmResults(Dialect.COBAS, "cobas e411", "411-0007");
        AnalyserEmulator.Connector line = () -> new Socket(address(), java.util.Objects.requireNonNull(route.port()));
        try (var analyser =
                new AnalyserEmulator(Dialect.COBAS, line, LineFaults.none(), AnalyserEmulator.Waits.standard())) {
            for (int n = 0; n < SAMPLES; n++) {
                String id = "DEMO" + run + n;
                String message = results.message(id, LabSample.invented(n), now);
                analyser.send(message);
                sent.add(sample(
                        route, "cobas e411, sample " + LabSample.invented(n).number(), message, id));
            }
        }
    }

    private void files(RouteState route, List<SampleFile> sent) throws IOException {
        Path folder = engine.routes().facilities().stream()
                .filter(facility -> facility.routeId().equals(route.routeId()))
                .map(facility -> running.settings()
                        .dataFolder()
                        .resolve("inbound")
                        .resolve(facility.parameters().getOrDefault("folder", route.facility())))
                .findFirst()
                .orElseThrow();
        Files.createDirectories(folder);
        var system = new HprimEmulator(folder, StandardCharsets.ISO_8859_1);
        String day = DateTimeFormatter.ofPattern("yyyyMMdd").format(now);
        for (int n = 0; n < SAMPLES; n++) {
            String id = "RES" + run + n + ".HPR";
            String message = HprimEmulator.results(id, n, LabSample.invented(n + SAMPLES), day);
            system.leave("RES" + run + n, message);
            sent.add(sample(route, "RES" + run + n + ".hpr", message, id));
        }
    }

    private static SampleFile sample(RouteState route, String name, String message, String controlId) {
        return new SampleFile(
                route.facility(), Path.of(name), message.getBytes(StandardCharsets.ISO_8859_1), controlId);
    }

    private String address() {
        var bind = running.settings().bind();
        return bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress();
    }
}
