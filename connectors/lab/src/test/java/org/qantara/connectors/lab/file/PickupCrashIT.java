package org.qantara.connectors.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.emulate.HprimEmulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** kill -9 in the middle of a pickup: no file lost, none handed over again except the one that was in hand. */
class PickupCrashIT {
    private static final Logger LOG = LoggerFactory.getLogger(PickupCrashIT.class);
    private static final int FILES = 150;
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    @Test
    @Timeout(240)
    void nothingIsLostAndOnlyTheFileInHandComesTwice() throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Path journal = Files.createFile(folder.resolve("journal"));
        HprimEmulator laboratory = new HprimEmulator(inbox, StandardCharsets.ISO_8859_1);
        for (int n = 0; n < FILES; n++) laboratory.leave("r" + n, HprimEmulator.result(n));

        for (int kill = 1; kill <= KILLS; kill++) {
            Process node = start(inbox, journal);
            int enough = kill * FILES / (KILLS + 1);
            await().atMost(120, TimeUnit.SECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(() -> lines(journal).size() >= enough);
            node.destroyForcibly().waitFor();
        }
        Process last = start(inbox, journal);
        try {
            await().atMost(120, TimeUnit.SECONDS).until(() -> new HashSet<>(lines(journal)).size() == FILES);
            await().atMost(120, TimeUnit.SECONDS).until(() -> ready(inbox) == 0);
        } finally {
            last.destroyForcibly().waitFor();
        }

        List<String> stored = lines(journal);
        int twice = stored.size() - FILES;
        LOG.warn("{} files, {} kills: 0 lost, {} handed over twice", FILES, KILLS, twice);
        assertThat(stored)
                .containsAll(IntStream.range(0, FILES).mapToObj(String::valueOf).toList());
        assertThat(twice).as("at most the file in hand at each kill").isBetween(0, KILLS);
    }

    private static Process start(Path inbox, Path journal) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PickupNode.class.getName(),
                        inbox.toString(),
                        journal.toString())
                .redirectErrorStream(true)
                .redirectOutput(inbox.resolveSibling("node.log").toFile())
                .start();
    }

    private static List<String> lines(Path journal) throws IOException {
        return Files.readAllLines(journal, StandardCharsets.US_ASCII);
    }

    /** Files that would still be picked up. */
    private static long ready(Path inbox) throws IOException {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.filter(file -> file.toString().endsWith(".ok")).count();
        }
    }
}
