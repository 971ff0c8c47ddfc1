package org.qantara.dpp.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reference data beside the checkout ({@code ../shared/data}), found by walking up; a test that needs it is skipped where it is missing. */
public final class SharedData {
    private SharedData() {}

    public static Path path(String relative) {
        Path at = Path.of(System.getProperty("qantara.root", "."))
                .toAbsolutePath()
                .normalize();
        for (Path dir = at; dir != null; dir = dir.getParent()) {
            Path file = dir.resolve("shared/data").resolve(relative);
            if (Files.exists(file)) {
                return file;
            }
        }
        Assumptions.abort("reference data shared/data/" + relative + " is not beside the checkout: not measured");
        throw new IllegalStateException("unreachable");
    }

    /** A resource of the tests as a file. */
    public static Path resource(String name) throws java.net.URISyntaxException {
        return Path.of(SharedData.class.getResource(name).toURI());
    }
}
