package org.qantara.connectors.mllp.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.qantara.connectors.mllp.metrics.Counter;
import org.slf4j.Logger;

/** Log lines about misbehaving senders: at most one of each kind in ten seconds, so that a scanner cannot fill the disk. Thread-safe. */
final class Warnings {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final Map<Counter, State> states = new EnumMap<>(Counter.class);

    private static final class State {
        long lastNanos;
        long suppressed;
    }

    Warnings(Logger log) {
        this.log = log;
    }

    void warn(Counter kind, String text) {
        long suppressed;
        synchronized (states) {
            long now = System.nanoTime();
            State state = states.get(kind);
            if (state != null && now - state.lastNanos < INTERVAL_NANOS) {
                state.suppressed++;
                return;
            }
            suppressed = state == null ? 0 : state.suppressed;
            State fresh = new State();
            fresh.lastNanos = now;
            states.put(kind, fresh);
        }
        log.warn(
                "{}{}",
                text,
                suppressed == 0 ? "" : " (and " + suppressed + " more of this kind that were not logged)");
    }
}
