package org.qantara.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.compile.Compiler;
import org.qantara.mapping.syntax.FolderReader;

/**
 * Maps that follow their folder: a changed folder is compiled beside the running maps and swapped in as a whole.
 *
 * <p>A broken change is reported and changes nothing. Take {@link #current} once per message: it is mapped by one version from
 * beginning to end. Safe for several threads; {@link #refresh} runs in the thread that calls it, one at a time.
 */
public final class LiveMappings {
    private final Path folder;
    private volatile @Nullable Mappings running;
    private volatile List<Diagnostic> diagnostics = List.of();
    private @Nullable String stamp;
    private @Nullable String seen;

    /** The folder is first read by {@link #refresh}. */
    public LiveMappings(Path folder) {
        this.folder = folder;
    }

    /** What {@link #refresh} did. */
    public enum Change {
        /** The folder is as before, or as broken as before. */
        NONE,
        /** New maps run. */
        SWAPPED,
        /** The folder changed and is broken; the maps that ran go on running. */
        BROKEN
    }

    /**
     * Looks at the folder and swaps when it changed and compiles; call it from a timer or after an edit. A change is one of names,
     * sizes or times; the same contents under other times are none.
     *
     * @throws IOException when the folder cannot be read; what runs goes on running, and the next call looks again
     */
    public synchronized Change refresh() throws IOException {
        String stampNow = stamp();
        if (stampNow.equals(stamp)) {
            return Change.NONE;
        }
        Map<String, String> texts = FolderReader.texts(folder);
        stamp = stampNow; // taken before the texts: what is written meanwhile is seen by the next call
        String now = Compiler.version(texts);
        if (now.equals(seen)) {
            return Change.NONE;
        }
        seen = now;
        Compilation next = Compiler.compile(texts);
        diagnostics = next.diagnostics();
        if (next instanceof Compilation.Compiled compiled) {
            running = compiled.mappings();
            return Change.SWAPPED;
        }
        return Change.BROKEN;
    }

    /**
     * The maps that run now.
     *
     * @throws IllegalStateException when the folder has not compiled yet; the message says what is wrong in it
     */
    public Mappings current() {
        Mappings now = running;
        if (now != null) {
            return now;
        }
        List<String> lines = diagnostics.stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .map(Diagnostic::toString)
                .toList();
        throw new IllegalStateException(
                "no maps run: those in " + folder + " have errors\n" + String.join("\n", lines));
    }

    /** What was found in the folder as it stands now: warnings of the maps that run, or the errors that keep them from running. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private String stamp() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.sorted().toList()) {
                try {
                    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                    if (found.isRegularFile()) {
                        text.append(file).append(' ').append(found.size());
                        text.append(' ').append(found.lastModifiedTime()).append('\n');
                    }
                } catch (NoSuchFileException gone) {
                    text.append(file)
                            .append(" gone\n"); // an editor replaces it under our hands: the next look sees the new one
                }
            }
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
        return text.toString();
    }
}
