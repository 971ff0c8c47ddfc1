package org.qantara.app.security;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Secrets on disk: folders 0700, files 0600, published whole and fsynced or not at all. */
final class OwnerOnly {
    private OwnerOnly() {}

    static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (posix(folder)) Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    static Path temporaryFile(Path folder) throws IOException {
        return posix(folder)
                ? Files.createTempFile(
                        folder,
                        ".new",
                        "",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, ".new", "");
    }

    /** Makes {@code draft} visible as {@code file}; when somebody else was first, theirs stays. */
    static void publish(Path draft, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException first) {
            return; // the other process's secret is as good as ours, and is in use already
        } catch (UnsupportedOperationException noLinks) {
            Files.move(draft, file);
        }
    }

    private static boolean posix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
