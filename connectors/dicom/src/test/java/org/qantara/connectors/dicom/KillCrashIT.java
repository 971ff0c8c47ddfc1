package org.qantara.connectors.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.dicom.dimse.Destination;
import org.qantara.connectors.dicom.dimse.Scu;
import org.qantara.connectors.dicom.dimse.ScuSettings;
import org.qantara.connectors.dicom.part10.DicomFile;
import org.qantara.connectors.dicom.part10.SampleStudy;

/** kill -9 of the provider under load, again and again: what was answered with success is in spool and inbox. */
class KillCrashIT {
    private static final int KILLS = 3;
    private static final int SENDERS = 3;

    @TempDir
    Path folder;

    @Test
    void whatWasAnsweredWithSuccessIsNeverLost() throws Exception {
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        Random random = new Random();
        for (int round = 0; round < KILLS; round++) {
            Process server = CrashServer.start(folder);
            int port = CrashServer.port(folder);
            int before = acknowledged.size();
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                String seed = round + "-" + sender;
                Thread thread = new Thread(() -> send(port, seed, acknowledged));
                thread.start();
                senders.add(thread);
            }
            int enough = before + 20 + random.nextInt(20);
            await().atMost(Duration.ofSeconds(120)).until(() -> acknowledged.size() >= enough);
            server.destroyForcibly().waitFor(); // SIGKILL
            for (Thread thread : senders) {
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
        Process last = CrashServer.start(folder);
        CrashServer.port(folder); // listens: reconciled
        last.destroyForcibly().waitFor();

        List<String> inbox = Files.readAllLines(folder.resolve("inbox"));
        Set<String> spooled = new HashSet<>();
        try (Stream<Path> files = Files.walk(folder.resolve("spool/objects"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                spooled.add(DicomFile.meta(file).sopInstanceUid());
            }
        }
        assertThat(acknowledged.size()).isGreaterThanOrEqualTo(KILLS * 20);
        assertThat(new HashSet<>(inbox)).containsAll(acknowledged);
        assertThat(spooled).containsAll(acknowledged);
        // every file that is left was handed on; a double is possible only for the one in flight at each kill
        assertThat(new HashSet<>(inbox)).isEqualTo(spooled);
        assertThat(inbox.size() - spooled.size()).isLessThanOrEqualTo(KILLS * SENDERS);
    }

    private void send(int port, String seed, List<String> acknowledged) {
        try {
            SampleStudy study = new SampleStudy(seed, "P", "Crash^Test", "A", SampleStudy.Script.UTF_8);
            Path first = study.ct(folder.resolve(seed + ".dcm"), 0, 64, 64);
            try (Scu scu = Scu.connect(
                    ScuSettings.plain("CRASH"),
                    new Destination("QANTARA", "127.0.0.1", port),
                    List.of(Scu.Kind.of(first)))) {
                for (int i = 1; ; i++) {
                    Path file = study.ct(folder.resolve(seed + ".dcm"), i, 64, 64);
                    String uid = DicomFile.meta(file).sopInstanceUid();
                    if (scu.store(file).stored()) {
                        acknowledged.add(uid);
                    }
                }
            }
        } catch (IOException e) {
            // the kill, as planned; what was acknowledged before it is in the list
        }
    }
}
