package org.qantara.app.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * {@code <data>/run.json}: how the commands of the same data folder find the process that runs. Written whole when the process
 * is ready; one that was killed leaves it behind, so {@code pid} says whether to believe it.
 *
 * @param pid of the process
 * @param role what it runs
 * @param url base of its HTTP
 */
public record RunFile(long pid, String role, String url) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the file atomically. */
    public void write(Path dataFolder) throws IOException {
        Path file = dataFolder.resolve("run.json");
        Path draft = Files.createTempFile(dataFolder, ".run", ".json");
        Files.write(draft, JSON.writeValueAsBytes(this));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The process that runs on this data folder, or null when none is alive. */
    public static @Nullable RunFile alive(Path dataFolder) throws IOException {
        try {
            RunFile file = JSON.readValue(Files.readAllBytes(dataFolder.resolve("run.json")), RunFile.class);
            return ProcessHandle.of(file.pid()).filter(ProcessHandle::isAlive).isPresent() ? file : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Removes the file if it is this process's. */
    public void remove(Path dataFolder) throws IOException {
        if (this.equals(alive(dataFolder))) Files.deleteIfExists(dataFolder.resolve("run.json"));
    }
}
