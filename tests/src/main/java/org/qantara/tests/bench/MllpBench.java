package org.qantara.tests.bench;

import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.cli.ExitCode;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.tests.load.AckLog;
import org.qantara.tests.load.IdleConnections;
import org.qantara.tests.load.Load;
import org.qantara.tests.load.LoadPlan;
import org.qantara.tests.load.LoadResult;
import org.qantara.tests.load.Sender;
import org.qantara.tests.load.Traffic;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What senders get: acknowledged messages per second and how long each acknowledgement took. Without {@code --to} it measures this
 * checkout's engine, beside a bare sender to the same kind of journal, at several numbers of connections; with it, any receiver.
 */
@Command(
        name = "mllp",
        description = "HL7 v2 over MLLP: acknowledged messages a second, their percentiles, CPU per message.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A connection sends one message after the answer to the one before. --rate 0 sends as fast as the answers come (closed loop).",
            "With a rate messages are due at fixed times, and each is charged from the moment it was due, sent or not (open loop).",
            "",
            "Examples:",
            "  ./qantara bench mllp                                    the table: 1, 8 and 64 connections, and 64 beside 1,000 idle ones",
            "  ./qantara bench mllp --connections 64 --rate 1500 --seconds 30 --phase sustained",
            "  ./qantara bench mllp --to mllp://127.0.0.1:2575 --connections 8 --message adt --seconds 10 --acks acks.tsv",
            "",
            "Exit codes: 0 ok, 1 a message was not accepted, 2 usage, 3 receiver unreachable."
        })
final class MllpBench implements Callable<Integer> {
    /** What is measured of this checkout's engine. */
    enum Phase {
        /** The DPP is away, so that the pipeline stands: what a burst meets. */
        INTAKE,
        /** Pipeline, ledger and duplicate recognition run, a recording server takes the place of the DPP. */
        SUSTAINED
    }

    /** What is sent. */
    enum MessageKind {
        ADT(Sender.CHU_RABAT, Traffic.ADT),
        ORU(Sender.LAB_FES, Traffic.ORU);

        final Sender sender;
        final Traffic traffic;

        MessageKind(Sender sender, Traffic traffic) {
            this.sender = sender;
            this.traffic = traffic;
        }
    }

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Option(names = "--to", paramLabel = "URL", description = "mllp://host:port of a receiver that runs already")
    @Nullable
    String to;

    @Option(
            names = "--connections",
            split = ",",
            defaultValue = "1,8,64",
            description = "measured one after the other (default: ${DEFAULT-VALUE})")
    List<Integer> connections = List.of();

    @Option(names = "--idle", defaultValue = "0", description = "connections beside them that say nothing (default: 0)")
    int idle;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description =
                    "messages a second over all connections; 0 = as fast as the answers come, and while the pipeline works"
                            + " seven tenths of what it delivers alone (default: 0)")
    int rate;

    @Option(
            names = "--message",
            defaultValue = "adt",
            description = "adt (1.2 KB) or oru (3.6 KB) (default: ${DEFAULT-VALUE})")
    MessageKind message = MessageKind.ADT;

    @Option(names = "--seconds", defaultValue = "10", description = "measured each time (default: ${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description = "seconds before each measurement (default: ${DEFAULT-VALUE}); a fresh engine gets 20 more")
    int warmUpSeconds;

    @Option(names = "--phase", description = "intake or sustained (default: both)")
    @Nullable
    Phase phase;

    @Option(names = "--acks", paramLabel = "FILE", description = "note every answer here, forced to disk")
    @Nullable
    Path acks;

    @Option(
            names = "--engine-option",
            paramLabel = "OPTION",
            description =
                    "a further option of the engine's Java, for example -XX:StartFlightRecording=filename=/tmp/intake.jfr")
    List<String> engineOptions = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "decides patients and values (default: 1)")
    long seed;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Machine.print(out);
        try (AckLog log = acks == null ? null : AckLog.appendTo(acks)) {
            if (to == null) {
                return new MllpTable(this, log, out).measure();
            }
            ClientSettings target = target(to);
            out.println(MllpRow.HEADER);
            boolean allAccepted = true;
            for (int count : connections) {
                LoadResult result;
                try (IdleConnections silent = IdleConnections.open(target.host(), target.port(), idle)) {
                    result = run(plan(target, count, log));
                }
                if (result.answers().containsKey("unreachable")) {
                    System.err.println("qantara bench mllp: " + to + " cannot be reached");
                    return ExitCode.UNREACHABLE;
                }
                out.println(MllpRow.of("receiver", count, idle, result).line());
                allAccepted &= result.accepted() == result.ended();
            }
            return allAccepted ? ExitCode.OK : ExitCode.FAILED;
        } catch (java.net.ConnectException e) {
            System.err.println("qantara bench mllp: " + to + " cannot be reached: " + e.getMessage());
            return ExitCode.UNREACHABLE;
        }
    }

    LoadPlan plan(ClientSettings target, int count, @Nullable AckLog log) {
        return LoadPlan.closedLoop(target, count, Duration.ofSeconds(seconds))
                .withWarmUp(Duration.ofSeconds(warmUpSeconds))
                .withRate(rate)
                .withTraffic(message.sender, message.traffic, seed)
                .withAcks(log);
    }

    static LoadResult run(LoadPlan plan) throws InterruptedException {
        try (Load load = Load.start(plan)) {
            return load.await();
        }
    }

    private ClientSettings target(String url) {
        try {
            URI uri = new URI(url);
            if ("mllp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
                return ClientSettings.plain(uri.getHost(), uri.getPort());
            }
        } catch (URISyntaxException e) {
            throw usage(url);
        }
        throw usage(url);
    }

    private CommandLine.ParameterException usage(String url) {
        return new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "--to " + url + ": expected mllp://host:port");
    }
}
