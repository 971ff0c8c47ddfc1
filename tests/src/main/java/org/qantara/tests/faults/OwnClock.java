package org.qantara.tests.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A clock for one process, that a test can move while it runs: Debian's libfaketime, loaded before everything else, reads the offset
 * from a file. The monotonic clock stays as it is, as it does when somebody sets a machine's time.
 */
final class OwnClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Path library;
    private final Path file;

    private OwnClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** Null where the library is not installed. */
    static @Nullable OwnClock find(Path file) throws IOException {
        for (Path library : LIBRARIES) {
            if (Files.exists(library)) {
                OwnClock clock = new OwnClock(library, file);
                clock.set("+0");
                return clock;
            }
        }
        return null;
    }

    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // with the fix for another C library on, waits end at once
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** @param offsetS such as {@code +3600} */
    void set(String offsetS) throws IOException {
        Files.writeString(file, offsetS + "\n");
    }
}
