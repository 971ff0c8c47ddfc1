package org.qantara.connectors.dicom;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The reference samples beside the project, read in place; tests that need them are skipped, and say so, without. */
public final class SharedData {
    private SharedData() {}

    public static Path dicom() {
        String told = System.getProperty("qantara.shared", System.getenv("QANTARA_SHARED"));
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = told != null ? Path.of(told) : at.resolve("shared");
            if (Files.isDirectory(candidate.resolve("data/dicom"))) {
                return candidate.resolve("data/dicom");
            }
        }
        abort("SKIPPED: no shared/data/dicom above the working directory; set -Dqantara.shared");
        throw new AssertionError("not reached");
    }

    public static Path file(String name) {
        return dicom().resolve(name);
    }

    public static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(dicom())) {
            return files.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList();
        }
    }
}
