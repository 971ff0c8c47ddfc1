package org.qantara.app.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.qantara.engine.clerk.Backup;

/** Brings back what {@link DataBackup} wrote. Only into a data folder of no process, which holds neither broker, ledger nor record. */
public final class DataRestore {
    private DataRestore() {}

    /** @throws IOException saying what is in the way or missing; nothing was written then, but for a full disk */
    public static void into(Path data, Path backup) throws IOException {
        if (!Files.isRegularFile(backup.resolve(DataBackup.MANIFEST)))
            throw new IOException("no " + DataBackup.MANIFEST + " in " + backup + ": not a backup, or not a whole one");
        for (String name : List.of("broker", "ledger", "dpp"))
            if (Files.exists(data.resolve(name)))
                throw new IOException(data.resolve(name) + " is in the way; restore into an empty data folder");
        Files.createDirectories(data);
        if (Files.exists(backup.resolve(DataBackup.ENGINE).resolve("ledger.zip")))
            Backup.restore(backup.resolve(DataBackup.ENGINE), data.resolve("ledger"));
        if (Files.exists(backup.resolve(DataBackup.DPP))) unzip(backup.resolve(DataBackup.DPP), data.resolve("dpp"));
        files(backup.resolve(DataBackup.FILES), data);
    }

    private static void unzip(Path zipFile, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (InputStream in = Files.newInputStream(zipFile);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                Files.copy(
                        zip,
                        folder.resolve(Path.of(entry.getName()).getFileName().toString()));
        }
    }

    private static void files(Path from, Path data) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.sorted().toList()) {
                Path target = data.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
