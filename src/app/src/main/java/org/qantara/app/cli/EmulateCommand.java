package org.qantara.app.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.AstmResults;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.HprimEmulator;
import org.qantara.emulate.LabSample;
import org.qantara.emulate.LineFaults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "emulate",
        description = "Plays laboratory equipment against a route: results of invented patients, over the real wire.",
        footer = {
            "",
            "Examples:",
            "  ./qantara emulate astm --profile cobas --to 127.0.0.1:4010 --count 20",
            "  ./qantara emulate astm --profile sysmex --to 127.0.0.1:4010 --faults 0.05",
            "  ./qantara emulate astm --profile genexpert --to 127.0.0.1:4010 --query E100001",
            "  ./qantara emulate hprim --to data/inbound/LAB-SALE-01 --count 5"
        })
final class EmulateCommand implements Runnable {
    private static final int ANSWER_MS = 15_000;

    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        java.util.Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    @Command(
            name = "astm",
            description = "An analyser over ASTM E1381/LIS01: sends results, or asks for a sample's orders.")
    int astm(
            @Option(names = "--profile", required = true, description = "cobas, sysmex, maglumi or genexpert")
                    String profile,
            @Option(names = "--to", required = true, paramLabel = "HOST:PORT") String to,
            @Option(names = "--count", defaultValue = "5", description = "samples (default: ${DEFAULT-VALUE})")
                    int count,
            @Option(
                            names = "--faults",
                            arity = "0..1",
                            defaultValue = "0",
                            fallbackValue = "0.05",
                            description = "share of frames with a transmission error (default without a value:"
                                    + " ${FALLBACK-VALUE})")
                    double faults,
            @Option(
                            names = "--anonymous",
                            description = "send the tube's number only: the orders must know the patient")
                    boolean anonymous,
            @Option(names = "--control", description = "send quality control") boolean control,
            @Option(
                            names = "--query",
                            paramLabel = "SAMPLE",
                            description = "ask which tests are ordered, print the answer")
                    @Nullable
                    String query)
            throws IOException {
        Dialect dialect = dialect(profile);
        int colon = to.lastIndexOf(':');
        if (colon < 1 || !to.substring(colon + 1).matches("\\d{1,5}"))
            throw new CommandFailure(ExitCode.USAGE, "--to " + to + ": expected HOST:PORT, for example 127.0.0.1:4010");
        String host = to.substring(0, colon);
        int port = Integer.parseInt(to.substring(colon + 1));
        AnalyserEmulator.Connector line = () -> new Socket(host, port);
        try (AnalyserEmulator analyser = new AnalyserEmulator(
                dialect, line, new LineFaults(System.nanoTime(), faults), AnalyserEmulator.Waits.standard())) {
            if (query != null) {
                analyser.send(dialect.query(profile, query));
                String answer = analyser.receive(ANSWER_MS);
                if (answer == null) throw new CommandFailure(ExitCode.FAILED, "the host sent no answer to the query");
                answer.lines().forEach(System.out::println);
                return ExitCode.OK;
            }
            var results = new AstmResults(dialect, profile + " emulated", profile + "-0001");
            String run = DateTimeFormatter.ofPattern("HHmmss").format(LocalDateTime.now());
            for (int n = 0; n < count; n++) {
                LabSample invented = LabSample.invented(n);
                LabSample sample = anonymous ? invented.anonymous() : invented;
                LocalDateTime now = LocalDateTime.now();
                String id = "EM" + run + n;
                analyser.send(control ? results.control(id, sample, now) : results.message(id, sample, now));
                System.out.println(id + "  sample " + sample.number() + " acknowledged");
            }
            System.out.println(
                    count + " messages acknowledged, " + analyser.faultsMade() + " transmission errors made, "
                            + analyser.sessionsInDoubt() + " messages sent again because their answer was not seen");
            return ExitCode.OK;
        } catch (java.net.ConnectException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "nothing listens at " + to + "; './qantara routes' shows ports");
        }
    }

    @Command(name = "hprim", description = "A laboratory system that leaves HPRIM files with their .ok in a folder.")
    int hprim(
            @Option(names = "--to", required = true, paramLabel = "FOLDER") Path folder,
            @Option(names = "--count", defaultValue = "5", description = "files (default: ${DEFAULT-VALUE})") int count,
            @Option(names = "--charset", defaultValue = "ISO-8859-1", description = "default: ${DEFAULT-VALUE}")
                    String charset)
            throws IOException {
        if (!Files.isDirectory(folder))
            throw new CommandFailure(
                    ExitCode.USAGE, "--to " + folder + ": no such folder; the route makes it when it runs");
        HprimEmulator system;
        try {
            system = new HprimEmulator(folder, Charset.forName(charset));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new CommandFailure(ExitCode.USAGE, "--charset " + charset + ": Java knows no such character set");
        }
        LocalDateTime now = LocalDateTime.now();
        String day = DateTimeFormatter.ofPattern("yyyyMMdd").format(now);
        String run = DateTimeFormatter.ofPattern("HHmmss").format(now);
        for (int n = 0; n < count; n++) {
            String name = "RES" + run + n;
            system.leave(name, HprimEmulator.results(n, LabSample.invented(n), day));
            System.out.println(folder.resolve(name + ".hpr"));
        }
        return ExitCode.OK;
    }

    private static Dialect dialect(String profile) {
        for (Dialect dialect : Dialect.values())
            if (dialect.profile().equals(profile.toLowerCase(Locale.ROOT))) return dialect;
        throw new CommandFailure(
                ExitCode.USAGE,
                "--profile " + profile + ": expected one of "
                        + List.of(Dialect.values()).stream()
                                .map(Dialect::profile)
                                .toList());
    }
}
