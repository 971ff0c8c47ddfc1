package org.qantara.app.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.qantara.mapping.Diagnostic;
import org.qantara.mapping.LiveMappings;
import org.qantara.mapping.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timer of {@link LiveMappings}: looks at the folder every second and says in the log what came of a change. Messages that arrive
 * before the first look has ended wait for it; when the maps have errors then, they stay in their lanes until those are mended.
 * Thread-safe.
 */
public final class LiveMaps implements Supplier<Mappings>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveMaps.class);
    private static final int LOOK_AGAIN_S = 1;

    private final Path folder;
    private final LiveMappings live;
    private final ScheduledExecutorService rounds;
    private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
    private String failure = "";

    private LiveMaps(Path folder) {
        this.folder = folder;
        this.live = new LiveMappings(folder);
        this.rounds = Executors.newSingleThreadScheduledExecutor(runnable -> {
            var thread = new Thread(runnable, "maps");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Compiles in the background and keeps looking. */
    static LiveMaps start(Path folder) {
        var maps = new LiveMaps(folder);
        maps.rounds.scheduleWithFixedDelay(maps::look, 0, LOOK_AGAIN_S, TimeUnit.SECONDS);
        return maps;
    }

    /**
     * The maps of this moment; waits for the first look at the folder.
     *
     * @throws IllegalStateException when there is no version without mistakes yet
     */
    @Override
    public Mappings get() {
        try {
            firstLook.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("no maps run", e);
        }
        return live.current();
    }

    /** What stands in the folder now: warnings of the maps that run, or the mistakes that keep a change from running. */
    public List<Diagnostic> diagnostics() {
        return live.diagnostics();
    }

    private void look() {
        long from = System.nanoTime();
        try {
            LiveMappings.Change change = live.refresh();
            if (change == LiveMappings.Change.SWAPPED) {
                LOG.info(
                        "maps {} run, compiled in {} ms",
                        live.current().version(),
                        (System.nanoTime() - from) / 1_000_000);
            } else if (change == LiveMappings.Change.BROKEN) {
                live.diagnostics().forEach(mistake -> LOG.error("{}", mistake));
                LOG.error("the maps in {} have mistakes: those that ran before go on", folder);
            }
            failure = "";
        } catch (IOException | RuntimeException e) {
            if (!failure.equals(e.toString())) // once, not every second
            LOG.error("the maps in {} cannot be read; those that run are kept, tried again every second", folder, e);
            failure = e.toString();
        } finally {
            firstLook.complete(null);
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        firstLook.completeExceptionally(new IllegalStateException("the engine stops"));
    }
}
