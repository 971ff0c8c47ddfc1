package org.qantara.connectors.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.part10.SampleStudy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances per second of this provider, dcmtk's storescp and Orthanc in one run, with dcmtk's storescu as the sender:
 * two sizes, one and four associations, TCP_NODELAY set in sender and peers ("tuned") and as Debian ships them. Run by
 * hand, see README.
 */
class StoreBench {
    private static final Logger LOG = LoggerFactory.getLogger(StoreBench.class);
    private static final int SECONDS_MAX = 120;

    @TempDir
    Path folder;

    private record Size(String name, int side) {}

    private record Cell(Size size, int associations, boolean tuned, int perAssociation) {}

    @Test
    void compare() throws Exception {
        LOG.warn(
                "cores {}, MTU of lo {}, Qantara: fsync of file and folders before each response, group commit;"
                        + " storescp: no fsync; Orthanc: SyncStorageArea, SQLite index",
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/sys/class/net/lo/mtu")).strip());
        Size small = new Size("small", 170);
        Size ct = new Size("CT", 515);
        List<Cell> cells = new ArrayList<>();
        for (Size size : List.of(small, ct)) {
            for (int associations : new int[] {1, 4}) {
                cells.add(new Cell(size, associations, true, size == small ? 1000 : 300));
                cells.add(new Cell(size, associations, false, size == small ? 50 : 30));
            }
        }
        try (TestServer warm = TestServer.in(folder.resolve("warm"))) {
            run(new Cell(small, 4, true, 1000), warm.port(), "QANTARA");
        }
        LOG.warn("| size | associations | sender | Qantara | storescp | Orthanc | × Orthanc | × storescp |");
        for (Cell cell : cells) {
            row(cell);
        }
    }

    private void row(Cell cell) throws Exception {
        double ours;
        try (TestServer server = TestServer.in(fresh())) {
            ours = run(cell, server.port(), "QANTARA");
        }
        double theirs;
        try (Peer storescp = Peer.storescp(fresh(), cell.tuned)) {
            theirs = run(cell, storescp.port, "STORESCP");
        }
        double orthancs;
        try (Peer orthanc = Peer.orthanc(fresh(), 1, cell.tuned)) {
            orthancs = run(cell, orthanc.port, "ORTHANC");
        }
        LOG.warn(String.format(
                Locale.ROOT,
                "| %s %d kB | %d | %s | %.0f/s (%.0f MB/s) | %.0f/s | %.0f/s | %.1f | %.1f |",
                cell.size.name,
                cell.size.side * cell.size.side * 2 / 1000,
                cell.associations,
                cell.tuned ? "tuned" : "as shipped",
                ours,
                ours * cell.size.side * cell.size.side * 2 / 1e6,
                theirs,
                orthancs,
                ours / orthancs,
                ours / theirs));
    }

    private int folders;

    private Path fresh() {
        return folder.resolve("receiver" + ++folders);
    }

    /** Sends, one storescu per association, and gives instances per second from first start to last end. */
    private double run(Cell cell, int port, String called) throws Exception {
        List<Process> senders = new ArrayList<>();
        List<Path> inputs = new ArrayList<>();
        for (int i = 0; i < cell.associations; i++) {
            inputs.add(input(cell, i));
        }
        // what earlier cells wrote must not be written back while this one waits for its own fsync
        new ProcessBuilder("sync").start().waitFor();
        long from = System.nanoTime();
        for (Path input : inputs) {
            ProcessBuilder sender = new ProcessBuilder(
                    Tool.path("storescu"),
                    "-aec",
                    called,
                    "+sd",
                    "127.0.0.1",
                    Integer.toString(port),
                    input.toString());
            if (cell.tuned) {
                sender.environment().put("TCP_NODELAY", "1");
            }
            senders.add(sender.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("storescu.log").toFile())
                    .start());
        }
        for (Process sender : senders) {
            if (!sender.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || sender.exitValue() != 0) {
                throw new IOException("storescu failed: " + Files.readString(folder.resolve("storescu.log")));
            }
        }
        return cell.associations * cell.perAssociation / ((System.nanoTime() - from) / 1e9);
    }

    private Path input(Cell cell, int association) throws IOException {
        Path input = folder.resolve("in-%s-%d-%d".formatted(cell.size.name, cell.perAssociation, association));
        if (!Files.exists(input)) {
            Files.createDirectories(input);
            SampleStudy study = new SampleStudy(
                    input.getFileName().toString(), "B" + association, "Bench^Test", "A", SampleStudy.Script.UTF_8);
            for (int i = 0; i < cell.perAssociation; i++) {
                study.ct(input.resolve(i + ".dcm"), i, cell.size.side, cell.size.side);
            }
        }
        return input;
    }
}
