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

    private final CompletableFuture<?> mayStart;
    private final CompletableFuture<Dpp> started;

    private DppNode(CompletableFuture<?> mayStart, CompletableFuture<Dpp> started) {
        this.mayStart = mayStart;
        this.started = started;
    }

    /** Starts in the background once {@code mayStart} is done: on two cores the engine's readiness goes first. */
    static DppNode start(Settings settings, CompletableFuture<?> mayStart) {
        var started = mayStart.thenApplyAsync(
                ready -> Dpp.start(DppWiring.settings(settings)), task -> new Thread(task, "dpp-start").start());
        started.whenComplete((dpp, failure) -> {
            if (failure != null && !started.isCancelled())
                LOG.error("the DPP cannot start; /fhir answers 503 and messages wait in the broker", failure);
        });
        return new DppNode(mayStart, started);
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
        if (!mayStart.isDone()) mayStart.cancel(false);
        else if (!started.isCompletedExceptionally()) started.join().close();
    }
}
