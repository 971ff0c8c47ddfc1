package org.qantara.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.qantara.connectors.dicom.part10.SampleStudy;
import org.qantara.tests.sink.Sink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Instances a second that are stored, beside dcmtk's storescp and Orthanc in the same run, with dcmtk's storescu as the sender. Prints Markdown. */
@Command(
        name = "dicom",
        description = "C-STORE instances per second into the whole engine, dcmtk's storescp and Orthanc.",
        mixinStandardHelpOptions = true)
final class DicomBench implements Callable<Integer> {
    private static final int SECONDS_MAX = 120;

    @Option(names = "--mtu", description = "MTU of the loopback, in a network namespace of its own (needs root)")
    int mtu;

    @Option(names = "--sizes", split = ",", defaultValue = "small,ct", description = "instances of 58 KB, 531 KB")
    List<String> sizes = List.of();

    @Option(names = "--associations", split = ",", defaultValue = "1,4", description = "at once (default: 1,4)")
    List<Integer> associations = List.of();

    @Option(
            names = "--senders",
            split = ",",
            defaultValue = "tuned,shipped",
            description = "tuned: TCP_NODELAY in sender and peers; shipped: Nagle's algorithm on, as Debian has it")
    List<String> senders = List.of();

    @Option(names = "--count", defaultValue = "600", description = "small instances per association (default: 600)")
    int count;

    @Option(names = "--jvm", split = " ", description = "further options of the engine's JVM")
    List<String> jvmOptions = List.of();

    @Option(names = "--alone", description = "without the peers")
    boolean alone;

    private record Cell(String size, int side, int associations, boolean tuned, int ours, int theirs) {
        double bytes() {
            return 2.0 * side * side;
        }
    }

    private final List<Process> running = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (mtu > 0) {
            return again();
        }
        Path folder = Files.createTempDirectory("qantara-bench-dicom");
        Machine.print(System.out);
        System.out.printf(
                "MTU of lo %s. Qantara: the whole engine, fsync of spool and journal before each response, study aggregation and"
                        + " delivery to a recording FHIR server (fsync) on; storescp: no fsync; Orthanc: SyncStorageArea, SQLite index%n%n",
                Files.readString(Path.of("/sys/class/net/lo/mtu")).strip());
        try (Sink sink = Sink.start(folder.resolve("sink.log"));
                DicomEngine engine = DicomEngine.start(folder, sink.base(), jvmOptions)) {
            Cell warm = new Cell("warm", 170, 4, true, 500, 0);
            send(folder, warm, 500, engine.port, "QANTARA");
            engine.drained();
            System.out.println("| instances | associations | sender | Qantara | CPU | writes | storescp | Orthanc |"
                    + " × Orthanc | × storescp |\n|---|---|---|---|---|---|---|---|---|---|");
            for (Cell cell : cells()) {
                row(folder, cell, engine, sink);
            }
        } finally {
            running.forEach(Process::destroyForcibly);
        }
        new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        return 0;
    }

    /** The same command where the loopback has another MTU. */
    private int again() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                DicomPeer.program("unshare"),
                "-n",
                "sh",
                "-c",
                "ip link set lo mtu " + mtu + " up && exec \"$@\"",
                "sh"));
        command.addAll(List.of(java, "-cp", System.getProperty("java.class.path")));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("qantara."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(Bench.class.getName(), "dicom", "--sizes", String.join(",", sizes)));
        command.addAll(List.of("--associations", associations.toString().replaceAll("[\\[\\] ]", "")));
        command.addAll(List.of("--senders", String.join(",", senders), "--count", "" + count));
        if (alone) {
            command.add("--alone");
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (String size : sizes) {
            boolean small = size.equals("small");
            int ours = small ? count : count / 4;
            for (int number : associations) {
                for (String sender : senders) {
                    boolean tuned = sender.equals("tuned");
                    // Nagle's peers take 12 a second: what is too few for us is minutes for them
                    cells.add(new Cell(
                            small ? "small 58 kB" : "CT 531 kB",
                            small ? 170 : 515,
                            number,
                            tuned,
                            tuned ? ours : ours / 2,
                            tuned ? ours : 30));
                }
            }
        }
        return cells;
    }

    private void row(Path folder, Cell cell, DicomEngine engine, Sink sink) throws Exception {
        long cpuMs = engine.cpuMs();
        long written = sink.state().applied();
        double ours = send(folder, cell, cell.ours, engine.port, "QANTARA");
        cpuMs = engine.cpuMs() - cpuMs;
        engine.drained();
        written = sink.state().applied() - written;
        double storescp = 0;
        double orthanc = 0;
        if (!alone) {
            try (DicomPeer peer = DicomPeer.storescp(folder.resolve("storescp-" + serial), cell.tuned)) {
                storescp = send(folder, cell, cell.theirs, peer.port, "STORESCP");
            }
            try (DicomPeer peer = DicomPeer.orthanc(folder.resolve("orthanc-" + serial), cell.tuned)) {
                orthanc = send(folder, cell, cell.theirs, peer.port, "ORTHANC");
            }
        }
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %d | %s | %.0f/s (%.0f MB/s) | %.2f ms | %d | %.0f/s | %.0f/s | %.1f | %.1f |",
                cell.size,
                cell.associations,
                cell.tuned ? "tuned" : "as shipped",
                ours,
                ours * cell.bytes() / 1e6,
                (double) cpuMs / cell.ours / cell.associations,
                written,
                storescp,
                orthanc,
                orthanc == 0 ? Double.NaN : ours / orthanc,
                storescp == 0 ? Double.NaN : ours / storescp));
    }

    private int serial;

    /** One storescu per association, one study each; instances a second from the first start to the last end. */
    private double send(Path folder, Cell cell, int each, int port, String called) throws Exception {
        List<Path> inputs = new ArrayList<>();
        for (int i = 0; i < cell.associations; i++) {
            inputs.add(input(folder, cell, each));
        }
        // what was written before must not be written back while this one waits for its own fsync
        new ProcessBuilder("sync").start().waitFor();
        long from = System.nanoTime();
        List<Process> started = new ArrayList<>();
        for (Path input : inputs) {
            started.add(storescu(folder, cell, port, called, input));
        }
        for (Process sender : started) {
            if (!sender.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || sender.exitValue() != 0) {
                throw new IOException("storescu failed: " + Files.readString(folder.resolve("storescu.log")));
            }
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        for (Path input : inputs) {
            new ProcessBuilder("rm", "-rf", input.toString()).start().waitFor();
        }
        return cell.associations * each / seconds;
    }

    private Process storescu(Path folder, Cell cell, int port, String called, Path input) throws IOException {
        ProcessBuilder sender = new ProcessBuilder(
                DicomPeer.program("storescu"), "-aec", called, "+sd", "127.0.0.1", "" + port, input.toString());
        if (cell.tuned) {
            sender.environment().put("TCP_NODELAY", "1");
        }
        Process process = sender.redirectErrorStream(true)
                .redirectOutput(folder.resolve("storescu.log").toFile())
                .start();
        running.add(process);
        return process;
    }

    private Path input(Path folder, Cell cell, int each) throws IOException {
        Path input = Files.createDirectories(folder.resolve("in-" + ++serial));
        SampleStudy study =
                new SampleStudy("bench-" + serial, "B" + serial, "Bench^Test", "A" + serial, SampleStudy.Script.UTF_8);
        for (int i = 0; i < each; i++) {
            study.ct(input.resolve(i + ".dcm"), i, cell.side, cell.side);
        }
        return input;
    }
}
