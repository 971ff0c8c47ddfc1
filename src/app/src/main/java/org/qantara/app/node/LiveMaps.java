package org.qantara.app.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Diagnostic;
import org.qantara.mapping.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maps that run, and the folder they come from. A change is compiled beside those that run and swapped in as a whole; one with
 * mistakes is reported and changes nothing. Messages that arrive before the first compilation has ended wait for it; when it fails
 * they stay in their lanes until the maps are mended. Thread-safe.
 */
public final class LiveMaps implements Supplier<Mappings>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveMaps.class);
    private static final int LOOK_AGAIN_S = 1;

    private final Path folder;
    private final ScheduledExecutorService rounds;
    private volatile CompletableFuture<Mappings> current = new CompletableFuture<>();
    private volatile List<Diagnostic> diagnostics = List.of();
    private String fingerprint = "";

    private LiveMaps(Path folder) {
        this.folder = folder;
        this.rounds = Executors.newSingleThreadScheduledExecutor(runnable -> {
            var thread = new Thread(runnable, "maps");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Compiles in the background and keeps looking. */
    static LiveMaps start(Path folder) {
        var maps = new LiveMaps(folder);
        maps.rounds.scheduleWithFixedDelay(maps::round, 0, LOOK_AGAIN_S, TimeUnit.SECONDS);
        return maps;
    }

    /**
     * The maps of this moment; waits for the first compilation.
     *
     * @throws IllegalStateException when there is no version without mistakes yet
     */
    @Override
    public Mappings get() {
        try {
            return current.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "no maps run: those in " + folder + " have errors, see './qantara check'", e);
        }
    }

    /** The mistakes that stand in the folder now; the maps that run have none. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private void round() {
        try {
            String now = fingerprint();
            if (now.equals(fingerprint)) return;
            fingerprint = now;
            compile();
        } catch (IOException | RuntimeException e) {
            LOG.error("maps in {} cannot be read; those that run are kept, tried again at the next change", folder, e);
            current.completeExceptionally(e);
        }
    }

    private void compile() throws IOException {
        long from = System.nanoTime();
        Compilation compilation = Mappings.compile(folder);
        diagnostics = compilation.diagnostics();
        if (compilation instanceof Compilation.Compiled compiled) {
            boolean first = !current.isDone() || current.isCompletedExceptionally();
            if (!current.complete(compiled.mappings()))
                current = CompletableFuture.completedFuture(compiled.mappings());
            LOG.info(
                    "maps {} {} in {} ms",
                    compiled.mappings().version(),
                    first ? "run" : "replaced those before",
                    (System.nanoTime() - from) / 1_000_000);
        } else {
            compilation.diagnostics().forEach(mistake -> LOG.error("{}", mistake));
            LOG.error(
                    "{} mistakes in {}: the maps that run are kept",
                    compilation.diagnostics().size(),
                    folder);
            current.completeExceptionally(new IllegalStateException("the maps have errors"));
        }
    }

    /** Names, sizes and times of every file: a change that keeps all three is none. */
    private String fingerprint() throws IOException {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    text.append(file)
                            .append(Files.size(file))
                            .append(Files.getLastModifiedTime(file))
                            .append('\n');
                } catch (NoSuchFileException gone) {
                    continue; // replaced by an editor under our hands: the next round sees the new one
                }
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        current.completeExceptionally(new IllegalStateException("the engine stops"));
    }
}
