package org.qantara.app.node;

import jakarta.servlet.http.HttpServlet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.Settings;
import org.qantara.dpp.Dpp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The DPP of this process, started beside the engine: messages are accepted while it comes up. Thread-safe. */
public final class DppNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DppNode.class);

    private final CompletableFuture<Dpp> started;

    private DppNode(CompletableFuture<Dpp> started) {
        this.started = started;
    }

    /** Starts in the background, after {@code first} has finished (two cores: the engine's readiness goes first). */
    static DppNode start(Settings settings, CompletableFuture<?> first) {
        return new DppNode(first.handle((done, failure) -> 0).thenApplyAsync(ignored -> open(settings), runnable -> {
            var thread = new Thread(runnable, "dpp-start");
            thread.setDaemon(false);
            thread.start();
        }));
    }

    private static Dpp open(Settings settings) {
        long from = System.nanoTime();
        Dpp dpp = Dpp.start(DppWiring.settings(settings));
        LOG.info("dpp ready after {} ms", (System.nanoTime() - from) / 1_000_000);
        return dpp;
    }

    /** The FHIR servlet, or null while the DPP is starting. */
    public @Nullable HttpServlet servlet() {
        return started.isDone() && !started.isCompletedExceptionally()
                ? started.join().fhirServlet()
                : null;
    }

    /** Completes when the DPP answers, exceptionally when it cannot start. */
    public CompletableFuture<Dpp> started() {
        return started;
    }

    @Override
    public void close() {
        if (!started.isCompletedExceptionally()) started.join().close();
    }
}
