package org.qantara.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the checkout is, whatever folder the tests are started from. */
public final class Home {
    private Home() {}

    /** The folder with routes/, mappings/ and samples/. */
    public static Path folder() {
        String given = System.getProperty("qantara.root");
        Path folder = Path.of(Objects.requireNonNullElse(given, "")).toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("mappings"))) folder = folder.getParent();
        return Objects.requireNonNull(folder, "no folder above " + given + " holds mappings/");
    }
}
