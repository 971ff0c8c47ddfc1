package org.qantara.tests.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the record is away when its process is started again: from the start of the process to the first answer of {@code /fhir/metadata}. */
@Command(
        name = "dpp-start",
        description =
                "Seconds from process start until the DPP answers /fhir, on an empty and on an existing database.",
        mixinStandardHelpOptions = true)
final class DppStartBench implements Callable<Integer> {
    @Option(
            names = "--runs",
            defaultValue = "2",
            description = "starts on existing data, after one on an empty database (default: 2)")
    int runs;

    @Option(names = "--database", split = ",", defaultValue = "h2,postgresql", description = "h2, postgresql or both")
    List<String> databases = List.of();

    @Option(
            names = "--jvm",
            split = " ",
            description = "options of its JVM instead of those of ./qantara run",
            defaultValue = "-Xmx2g -XX:+UseParallelGC -XX:ReservedCodeCacheSize=400m -XX:Tier4InvocationThreshold=50000"
                    + " -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000"
                    + " -XX:Tier4BackEdgeThreshold=400000")
    List<String> jvmOptions = List.of();

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                "the DPP on its own (run --role dpp), registry on, %s, %d processors%n",
                String.join(" ", jvmOptions), Runtime.getRuntime().availableProcessors());
        System.out.printf("%-12s %-16s %12s %8s%n", "", "", "answers, s", "CPU s");
        if (databases.contains("h2")) {
            measure("H2", Map.of());
        }
        if (databases.contains("postgresql")) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start()) {
                measure(
                        "PostgreSQL",
                        Map.of(
                                "QANTARA_DPP_DB_URL",
                                postgres.getJdbcUrl("postgres", "postgres"),
                                "QANTARA_DPP_DB_USER",
                                "postgres"));
            }
        }
        return 0;
    }

    private void measure(String name, Map<String, String> database) throws Exception {
        Path folder = Files.createTempDirectory("qantara-bench-dpp-start");
        int port = TestHome.freePorts(1).get(0);
        Map<String, String> environment = new HashMap<>(database);
        environment.put("QANTARA_HOME", org.qantara.tests.Home.folder().toString());
        environment.put("QANTARA_DATA", folder.resolve("data").toString());
        environment.put("QANTARA_HTTP_PORT", String.valueOf(port));
        double[] existing = new double[runs];
        for (int run = 0; run <= runs; run++) {
            double seconds = start(name, run == 0 ? "empty" : "existing data", folder, environment, port);
            if (run > 0) {
                existing[run - 1] = seconds;
            }
        }
        if (runs > 1) {
            System.out.printf(
                    "%-12s %-16s %12.1f%n",
                    name, "median", DoubleStream.of(existing).sorted().toArray()[runs / 2]);
        }
    }

    private double start(String name, String what, Path folder, Map<String, String> environment, int port)
            throws Exception {
        long begun = System.nanoTime();
        try (QantaraProcess process =
                QantaraProcess.start(folder.resolve("run.log"), environment, jvmOptions, "run", "--role", "dpp")) {
            // without a token the DPP refuses, and it does so only when it is there: 503 before
            process.awaitReady("http://127.0.0.1:" + port);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf("%-12s %-16s %12.1f %8.1f%n", name, what, seconds, process.cpuMs() / 1e3);
            process.terminate();
            return seconds;
        }
    }
}
