package org.qantara.engine.clerk;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.qantara.engine.ledger.Ledger;

/**
 * Numbers that were taken for a send that failed. Each is kept until the ledger has it. A crash before that is no loss: the number
 * stays above {@code settledBelow} and is found void when its block is closed. Thread-safe.
 */
public final class VoidLog implements AutoCloseable {
    private static final int PENDING_MAX = 100_000;

    private final Ledger ledger;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "qantara-void-numbers");
        thread.setDaemon(true);
        return thread;
    });

    private record Pending(String reason, CompletableFuture<Void> done) {}

    /** Begins to write what it is given. */
    public VoidLog(Ledger ledger) {
        this.ledger = ledger;
        timer.scheduleWithFixedDelay(this::write, 200, 500, TimeUnit.MILLISECONDS);
    }

    /** Completes when the number is recorded. */
    public CompletableFuture<Void> add(long number, String reason) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (pending.size() < PENDING_MAX) {
            pending.put(number, new Pending(reason, done));
        }
        return done;
    }

    private void write() {
        pending.forEach(
                (number, entry) -> ledger.isVoid(number, number, entry.reason).whenComplete((written, failure) -> {
                    if (failure == null && pending.remove(number) != null) {
                        entry.done.complete(null);
                    }
                }));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        write();
    }
}
