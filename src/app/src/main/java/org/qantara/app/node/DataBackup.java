package org.qantara.app.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.qantara.app.settings.Settings;
import org.qantara.dpp.DppSettings;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.clerk.Backup;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;

/**
 * Copies everything that one process holds, while it works, in the order that makes the copies fit: first the engine (the ledger is the
 * copy of the broker), then files (every object that the ledger names is there by then), the record last (it holds at least what the
 * ledger calls delivered). {@code manifest.json} is written when all is there: a folder without it is no backup.
 */
public final class DataBackup {
    static final String ENGINE = "engine";
    static final String FILES = "files";
    static final String DPP = "dpp.zip";
    static final String MANIFEST = "manifest.json";
    /** Copied in their own way, or worth nothing elsewhere. */
    private static final Set<String> NOT_AS_FILES = Set.of("broker", "ledger", "dpp", "run.json");

    private DataBackup() {}

    /**
     * What was copied.
     *
     * @param queued messages that were in the broker
     * @param ledgerCopied false when the ledger is on PostgreSQL: its own tools must copy it, after this
     * @param dppCopied the same for the record
     * @param files files beside the databases: keys, objects
     */
    public record Report(String folder, long queued, boolean ledgerCopied, boolean dppCopied, long files) {}

    /**
     * Writes a backup.
     *
     * @param folder absolute, new or empty, not below the data folder
     */
    public static Report to(Path folder, Settings settings, EngineNode engine, boolean runsDpp)
            throws IOException, BrokerUnavailable, LedgerUnavailable, LedgerRejected {
        Path data = settings.dataFolder().toRealPath();
        if (!folder.isAbsolute() || folder.normalize().startsWith(data))
            throw new IllegalArgumentException(
                    "folder '" + folder + "': expected an absolute path that is not below " + data);
        Files.createDirectories(folder);
        try (var present = Files.list(folder)) {
            if (present.findAny().isPresent())
                throw new IllegalArgumentException("folder '" + folder + "' is not empty, name a new one");
        }
        Backup.Report ledger = engine.engine().backup().to(folder.resolve(ENGINE));
        long files = copy(data, folder.resolve(FILES));
        boolean dpp = runsDpp && dpp(settings, folder.resolve(DPP));
        var report = new Report(folder.toString(), ledger.queued(), ledger.ledgerCopied(), dpp, files);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        folder.resolve(MANIFEST).toFile(),
                        Map.of("format", 1, "at", Instant.now().toString(), "copied", report));
        return report;
    }

    private static long copy(Path data, Path target) throws IOException {
        long[] copied = {0};
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.getParent() != null && folder.getParent().equals(data) && notAsFile(folder))
                    return FileVisitResult.SKIP_SUBTREE;
                Files.createDirectories(target.resolve(data.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean own = data.equals(file.getParent()) && notAsFile(file);
                if (own || !attributes.isRegularFile()) return FileVisitResult.CONTINUE;
                try {
                    Files.copy(
                            file, target.resolve(data.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                    copied[0]++;
                } catch (NoSuchFileException gone) {
                    return FileVisitResult.CONTINUE; // a draft that became something else while we looked
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw failure;
            }
        });
        return copied[0];
    }

    private static boolean notAsFile(Path path) {
        return NOT_AS_FILES.contains(path.getFileName().toString());
    }

    /** H2's own copy of an open database: one consistent moment. */
    private static boolean dpp(Settings settings, Path file) throws IOException {
        DppSettings dpp = DppWiring.settings(settings);
        if (!dpp.jdbcUrl().startsWith("jdbc:h2:file:")) return false;
        try (Connection connection = DriverManager.getConnection(dpp.jdbcUrl(), dpp.user(), dpp.password());
                Statement statement = connection.createStatement()) {
            statement.execute("BACKUP TO '" + file.toString().replace("'", "''") + "'");
            return true;
        } catch (SQLException e) {
            throw new IOException("the record's database could not be copied: SQLSTATE " + e.getSQLState(), e);
        }
    }
}
