package org.qantara.tests.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.qantara.tests.process.QantaraProcess;
import org.qantara.tests.process.TestHome;

/** A receiver to compare with, as Debian ships it, a process of its own on a port of its own. */
final class DicomPeer implements AutoCloseable {
    private final Process process;
    final int port;

    private DicomPeer(ProcessBuilder command, Path log, int port, boolean tuned) throws IOException {
        if (tuned) {
            command.environment().put("TCP_NODELAY", "1");
        }
        this.process =
                command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        this.port = port;
        QantaraProcess.endsWithThisOne(process);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::listens);
    }

    /** dcmtk's storescp, a process per association; it never calls fsync. */
    static DicomPeer storescp(Path folder, boolean tuned) throws IOException {
        int port = TestHome.freePorts(1).get(0);
        Files.createDirectories(folder);
        List<String> command = List.of(
                program("storescp"), "--fork", "-aet", "STORESCP", "+xa", "+B", "-od", folder.toString(), "" + port);
        return new DicomPeer(new ProcessBuilder(command), folder.resolveSibling("storescp.log"), port, tuned);
    }

    /** Orthanc with its SQLite index and a storage area that is flushed by fsync. */
    static DicomPeer orthanc(Path folder, boolean tuned) throws IOException {
        List<Integer> ports = TestHome.freePorts(2);
        Files.createDirectories(folder);
        Path file = folder.resolve("orthanc.json");
        Files.writeString(
                file,
                """
                { "Name": "BENCH", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db", "Plugins": [],
                  "DicomAet": "ORTHANC", "DicomPort": %2$d, "HttpPort": %3$d, "RemoteAccessAllowed": false,
                  "AuthenticationEnabled": false, "DicomAlwaysAllowStore": true, "DicomCheckCalledAet": false,
                  "UnknownSopClassAccepted": true, "StorageCompression": false, "SyncStorageArea": true,
                  "StoreMD5ForAttachments": false, "DicomThreadsCount": 8 }
                """
                        .formatted(folder, ports.get(0), ports.get(1)));
        return new DicomPeer(
                new ProcessBuilder(program("Orthanc"), file.toString()),
                folder.resolve("orthanc.log"),
                ports.get(0),
                tuned);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a Debian program lies. */
    static String program(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "") + ":/usr/bin:/usr/sbin";
        for (String folder : path.split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                return Path.of(folder, name).toString();
            }
        }
        throw new IllegalStateException(name + " is not installed: apt-get install dcmtk orthanc");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
