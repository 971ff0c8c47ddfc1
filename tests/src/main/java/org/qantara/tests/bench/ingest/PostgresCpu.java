package org.qantara.tests.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time of a PostgreSQL server and its backends, read from Linux' process table. */
record PostgresCpu(Path dataDirectory) {

    private static final long TICK_MS = 10;

    long milliseconds() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            String postmaster = Files.readAllLines(dataDirectory.resolve("postmaster.pid"))
                    .get(0)
                    .trim();
            return processes
                            .filter(process ->
                                    process.getFileName().toString().chars().allMatch(Character::isDigit))
                            .mapToLong(process -> ticks(process, postmaster))
                            .sum()
                    * TICK_MS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Own time of a child of the postmaster; of the postmaster also what ended children used. */
    private static long ticks(Path process, String postmaster) {
        String stat;
        try {
            stat = Files.readString(process.resolve("stat"));
        } catch (IOException gone) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        if (process.getFileName().toString().equals(postmaster)) {
            return own + Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
        }
        return fields[1].equals(postmaster) ? own : 0;
    }
}
