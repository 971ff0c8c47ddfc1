package org.qantara.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Running;
import org.qantara.app.routes.RouteState;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Runs everything, sends every sample over the real protocol and shows what became of it.",
        footer = {
            "",
            "Examples:",
            "  ./qantara demo --once",
            "  QANTARA_DATA=/tmp/try QANTARA_PORT_OFFSET=1000 QANTARA_HTTP_PORT=9080 ./qantara demo"
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Option(names = "--once", description = "stop afterwards; exit code 0 only if every sample was delivered")
    boolean once;

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.fromEnvironment(Role.ALL);
        if (settings.tls() != null)
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the demo sends over plain MLLP on loopback: unset QANTARA_TLS_CERT and QANTARA_TLS_KEY");
        try (Running running = Running.start(settings);
                Progress progress = new Progress(System.err)) {
            running.announce(System.out);
            List<SampleFile> samples = samples(settings.samplesFolder().resolve("hl7v2"));
            progress.say("sending " + samples.size() + " samples while the DPP starts");
            send(running, samples);
            samples.addAll(new DemoLaboratories(running, engine(running)).send());
            var imaging = new DemoImaging(running, engine(running));
            samples.addAll(imaging.send());
            boolean delivered = show(running, samples, progress) & imaging.show(System.out);
            if (once) return delivered ? ExitCode.OK : ExitCode.FAILED;
            System.out.println();
            System.out.println("Keeps running; stop it with Ctrl-C. In another terminal:");
            System.out.println("  curl -H \"Authorization: Bearer $(./qantara token)\" '" + settings.httpBase()
                    + "/fhir/Patient?identifier=urn:ma:ipp:CHU-RABAT%7C0048213'");
            running.awaitStop();
        }
        return ExitCode.OK;
    }

    private static List<SampleFile> samples(Path folder) throws IOException {
        var samples = new ArrayList<SampleFile>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.toString().endsWith(".hl7")) continue;
                byte[] body = Files.readAllBytes(file);
                String facility =
                        Objects.requireNonNull(file.getParent()).getFileName().toString();
                samples.add(new SampleFile(facility, file, body, Hl7Files.controlId(file, body)));
            }
        }
        if (samples.isEmpty()) throw new CommandFailure(ExitCode.FAILED, "no *.hl7 files below " + folder);
        return samples;
    }

    private static void send(Running running, List<SampleFile> samples) throws InterruptedException {
        var clients = new LinkedHashMap<String, MllpClient>();
        try {
            for (SampleFile sample : samples) {
                MllpClient client = clients.computeIfAbsent(sample.facility(), facility -> client(running, facility));
                SendOutcome outcome = client.send(sample.body()).get(60, TimeUnit.SECONDS);
                if (!(outcome instanceof SendOutcome.Accepted))
                    throw new CommandFailure(
                            ExitCode.FAILED, sample.file() + " was not accepted: " + SendCommand.describe(outcome));
            }
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new CommandFailure(ExitCode.FAILED, "a sample got no answer: " + e.getMessage());
        } finally {
            clients.values().forEach(MllpClient::close);
        }
    }

    private static MllpClient client(Running running, String facility) {
        RouteState route = engine(running).routes().states().stream()
                .filter(state ->
                        state.facility().equals(facility) && state.protocol().equals("mllp"))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        "samples for " + facility + ", but routes/facilities has no mllp route of that facility"));
        if (route.state() == RouteState.State.FAILED || route.port() == null)
            throw new CommandFailure(ExitCode.FAILED, "route " + route.routeId() + " does not run: " + route.message());
        return new MllpClient(ClientSettings.plain(
                running.settings().bind().isAnyLocalAddress()
                        ? "127.0.0.1"
                        : running.settings().bind().getHostAddress(),
                route.port()));
    }

    /** Waits until every sample came to an end, then prints the table; true when all are in the record. */
    private static boolean show(Running running, List<SampleFile> samples, Progress progress)
            throws InterruptedException, LedgerUnavailable {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Map<SampleFile, MessageRow> rows = new LinkedHashMap<>();
        while (System.nanoTime() < until) {
            for (SampleFile sample : samples) {
                MessageRow row = newest(running, sample);
                if (row != null) rows.put(sample, row);
            }
            long ended = rows.values().stream()
                    .filter(row -> row.state() != MessageState.ACCEPTED)
                    .count();
            progress.say(ended + " of " + samples.size() + " samples are through");
            if (ended == samples.size()) break;
            TimeUnit.MILLISECONDS.sleep(500);
        }
        progress.say("waiting for the DPP, to read everything back");
        Objects.requireNonNull(running.node().dpp(), "the demo runs a DPP")
                .started()
                .join();
        progress.clear();
        return new DemoTable(running).print(samples, rows, System.out);
    }

    private static @Nullable MessageRow newest(Running running, SampleFile sample) throws LedgerUnavailable {
        var query =
                LedgerQuery.newest(1).withControlId(sample.controlId()).withTypeAndFacility(null, sample.facility());
        return engine(running).engine().messages().search(query).stream()
                .findFirst()
                .orElse(null);
    }

    private static EngineNode engine(Running running) {
        return Objects.requireNonNull(running.node().engine(), "the demo runs an engine");
    }
}
