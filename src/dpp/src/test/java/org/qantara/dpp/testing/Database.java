package org.qantara.dpp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.qantara.dpp.DppSettings;

/** The two databases that the DPP runs on, each with one repository that all tests of the JVM share. */
public enum Database {
    H2,
    POSTGRESQL;

    /** Facilities of the tests: two regions and one that has none. */
    public static final Map<String, Integer> REGIONS = Map.of("CHU-RABAT", 4, "CHU-FES", 3);

    private DppUnderTest shared;

    public synchronized DppUnderTest dpp() {
        if (shared == null) {
            shared = DppUnderTest.start(settings());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Settings on a new, empty database. */
    public DppSettings settings() {
        String url = this == H2 ? "jdbc:h2:file:" + temporaryFolder().resolve("dpp") : TestPostgres.newDatabase();
        return settings(url);
    }

    public DppSettings settings(String url) {
        return new DppSettings(
                url,
                this == H2 ? "sa" : "postgres",
                "",
                null,
                DppSettings.CONNECTIONS_MAX_DEFAULT,
                DppSettings.BODY_BYTES_MAX_DEFAULT,
                REGIONS);
    }

    public static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("dpp");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
