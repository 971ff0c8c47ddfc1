package org.qantara.tests.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.Home;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a hospital waits after a restart: for its first acknowledgement, and for the record to be there. */
@Command(
        name = "start",
        description =
                "Seconds from process start to the first acknowledgement and to readiness, on new and on existing data.",
        mixinStandardHelpOptions = true)
final class StartBench implements Callable<Integer> {
    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "starts on existing data, after one on an empty folder (default: 3)")
    int runs;

    private record Start(double firstAckS, double readyS) {}

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("qantara-bench-start");
        List<Integer> ports = TestHome.freePorts(3);
        Path home = TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2));
        Map<String, String> environment = Map.of(
                "QANTARA_HOME", home.toString(),
                "QANTARA_DATA", folder.resolve("data").toString(),
                "QANTARA_HTTP_PORT", ports.get(2).toString());
        System.out.printf(
                "all-in-one, embedded broker with fsync, H2, -Xmx2g, %d processors%n",
                Runtime.getRuntime().availableProcessors());
        System.out.printf("%-16s %14s %10s%n", "", "first AA, s", "ready, s");
        var existing = new ArrayList<Start>();
        for (int run = 0; run <= runs; run++) {
            Start start = start(folder, environment, ports);
            if (run > 0) existing.add(start);
            System.out.printf(
                    "%-16s %14.1f %10.1f%n",
                    run == 0 ? "empty folder" : "existing data", start.firstAckS, start.readyS);
        }
        if (!existing.isEmpty())
            System.out.printf(
                    "%-16s %14.1f %10.1f%n",
                    "median",
                    existing.stream().mapToDouble(Start::firstAckS).sorted().toArray()[existing.size() / 2],
                    existing.stream().mapToDouble(Start::readyS).sorted().toArray()[existing.size() / 2]);
        return 0;
    }

    private static Start start(Path folder, Map<String, String> environment, List<Integer> ports) throws Exception {
        byte[] message =
                Files.readAllBytes(Home.folder().resolve("samples/hl7v2/CHU-RABAT/01-ADT_A04-enregistrement.hl7"));
        long begun = System.nanoTime();
        try (QantaraProcess process = QantaraProcess.start(folder.resolve("run.log"), environment, "run")) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> accepted(ports.get(0), message));
            double firstAckS = (System.nanoTime() - begun) / 1e9;
            process.awaitReady("http://127.0.0.1:" + ports.get(2));
            double readyS = (System.nanoTime() - begun) / 1e9;
            process.terminate();
            return new Start(firstAckS, readyS);
        }
    }

    private static boolean accepted(int port, byte[] message) throws Exception {
        try (var client = new MllpClient(ClientSettings.plain("127.0.0.1", port))) {
            return client.send(message).get(30, TimeUnit.SECONDS) instanceof SendOutcome.Accepted;
        }
    }
}
