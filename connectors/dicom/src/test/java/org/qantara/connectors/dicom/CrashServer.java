package org.qantara.connectors.dicom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.qantara.connectors.dicom.association.AcceptorSettings;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.dataset.ReadLimits;
import org.qantara.connectors.dicom.dimse.DicomServer;
import org.qantara.connectors.dicom.dimse.InstanceHandler;
import org.qantara.connectors.dicom.dimse.StorageService;
import org.qantara.connectors.dicom.dimse.VerificationService;
import org.qantara.connectors.dicom.part10.Spool;
import org.qantara.connectors.dicom.part10.SpoolSettings;

/** A provider as a process of its own, to be killed: its inbox is a file of SOP Instance UIDs, forced line by line. */
final class CrashServer {
    private CrashServer() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        FileChannel inbox = FileChannel.open(
                folder.resolve("inbox"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
        InstanceHandler handler = instance -> {
            String line = instance.object().meta().sopInstanceUid() + "\n";
            try {
                synchronized (inbox) {
                    inbox.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                    inbox.force(false);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new InstanceHandler.Outcome.Accepted();
        };
        Spool spool = Spool.open(SpoolSettings.in(folder.resolve("spool")));
        StorageService storage = new StorageService(spool, handler, CharacterSets.TRUSTING, ReadLimits.DEFAULT);
        storage.reconcile();
        DicomServer server = DicomServer.start(
                AcceptorSettings.plain("127.0.0.1", 0),
                TestServer.policy(),
                List.of(new VerificationService(), storage));
        Path port = folder.resolve("port.new");
        Files.writeString(port, Integer.toString(server.port()));
        Files.move(port, folder.resolve("port"));
        Thread.currentThread().join(); // the server's own threads are daemons
    }

    /** Starts it in a JVM of its own; {@code port} appears when it listens. */
    static Process start(Path folder, String... options) throws IOException {
        Files.deleteIfExists(folder.resolve("port"));
        List<String> command = new java.util.ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), CrashServer.class.getName(), folder.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    static int port(Path folder) {
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> Files.exists(folder.resolve("port")));
        try {
            return Integer.parseInt(Files.readString(folder.resolve("port")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
