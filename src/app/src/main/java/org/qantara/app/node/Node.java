package org.qantara.app.node;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.Settings;

/** What runs in this process: the engine, the DPP, or both. Thread-safe. */
public final class Node implements AutoCloseable {
    private final @Nullable EngineNode engine;
    private final @Nullable DppNode dpp;

    private Node(@Nullable EngineNode engine, @Nullable DppNode dpp) {
        this.engine = engine;
        this.dpp = dpp;
    }

    /** Starts the engine and returns when it accepts; the DPP comes up behind it. */
    public static Node start(Settings settings) {
        return new Node(
                null, settings.role().runsDpp() ? DppNode.start(settings, CompletableFuture.completedFuture(0)) : null);
    }

    /** The engine, or null where this process runs only the DPP. */
    public @Nullable EngineNode engine() {
        return engine;
    }

    /** The DPP, or null where this process runs only the engine. */
    public @Nullable DppNode dpp() {
        return dpp;
    }

    /** True when this process can do its part: the inbox stores; the DPP alone answers. */
    public boolean ready() {
        if (engine != null) return engine.canStore();
        return dpp != null && dpp.servlet() != null;
    }

    /** Stops accepting and processing; what was accepted stays in the broker. */
    void closeEngine() {
        if (engine != null) engine.close();
    }

    @Override
    public void close() {
        closeEngine();
        if (dpp != null) dpp.close();
    }
}
