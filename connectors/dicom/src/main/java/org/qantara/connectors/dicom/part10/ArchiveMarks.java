package org.qantara.connectors.dicom.part10;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What the site's archive has of a spool: an accepted object without a mark is still to be sent. Marks are empty files named after the
 * object and not forced to disk: one lost in a power cut means that an object is sent a second time. Thread-safe.
 */
public final class ArchiveMarks {
    private final SpoolFolder folder;

    ArchiveMarks(SpoolFolder folder) {
        this.folder = folder;
    }

    /** The archive has it: the retention begins. */
    public void confirm(String id) throws IOException {
        mark(folder.confirmed().resolve(id));
    }

    /** The archive does not want it; it is offered again after {@link #forgetDeclined()}. */
    public void decline(String id) throws IOException {
        mark(folder.declined().resolve(id));
    }

    private static void mark(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return; // noted before
        }
    }

    /** Whether it is still to be sent. */
    public boolean isOpen(String id) {
        return !Files.exists(folder.confirmed().resolve(id))
                && !Files.exists(folder.declined().resolve(id));
    }

    /** Offers what was declined once more: somebody may have changed the archive. */
    public void forgetDeclined() throws IOException {
        for (Path mark : list(folder.declined())) {
            Files.deleteIfExists(mark);
        }
    }

    /** How many the archive declined since the last start. */
    public long declined() throws IOException {
        return list(folder.declined()).size();
    }

    private record Aged(String id, long modifiedMs) {}

    /** Ids of accepted objects that are still to be sent, oldest first, at most {@code max}; looks at every object of the spool. */
    public List<String> open(int max) throws IOException {
        PriorityQueue<Aged> oldest =
                new PriorityQueue<>(Comparator.comparingLong(Aged::modifiedMs).reversed());
        for (Path shard : list(folder.root().resolve("objects"))) {
            for (Path file : list(shard)) {
                String id = SpoolFolder.id(file).orElse("");
                if (!id.isEmpty() && isOpen(id)) {
                    add(oldest, id, file, max);
                }
            }
        }
        return oldest.stream()
                .sorted(Comparator.comparingLong(Aged::modifiedMs))
                .map(Aged::id)
                .toList();
    }

    private static void add(PriorityQueue<Aged> oldest, String id, Path file, int max) throws IOException {
        try {
            oldest.add(new Aged(id, Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException e) {
            return; // pruned meanwhile
        }
        if (oldest.size() > max) {
            oldest.poll();
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(files::add);
        }
        return files;
    }
}
