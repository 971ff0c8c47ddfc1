package org.qantara.tests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What a figure depends on beside the program: processors, Java, file system, and how long its disk takes to force a write. */
final class Machine {
    private static final int FORCES = 200;

    private Machine() {}

    static void print(PrintStream out) {
        try {
            Path file = Files.createTempFile("qantara-bench", ".fsync");
            double forceMs = medianForceMs(file);
            out.printf(
                    "%s %s, %d processors, %s %s; %s, a forced write of 4 KB takes %.2f ms (median)%n",
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.name"),
                    System.getProperty("java.version"),
                    Files.getFileStore(file).type(),
                    forceMs);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of the temporary folder cannot be measured", e);
        }
    }

    private static double medianForceMs(Path file) throws IOException {
        long[] tookNs = new long[FORCES];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FORCES; i++) {
                channel.write(ByteBuffer.allocate(4096));
                long began = System.nanoTime();
                channel.force(false);
                tookNs[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(tookNs);
        return tookNs[FORCES / 2] / 1e6;
    }
}
