package org.qantara.engine.delivery;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of one destination. Closed: everybody sends. Open: one lane at a time probes, the others wait; the first
 * success closes it. It opens after several failures in a row on different lanes, or at once when the destination is broken.
 * Thread-safe.
 */
public final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
    private static final long LOOK_AGAIN_MS = 1_000;

    private final String destination;
    private final DeliverySettings settings;
    private final LongSupplier clockMs;
    private final Runnable onClose;
    private final Set<Integer> failedLanes = new HashSet<>();
    private int failuresInARow;
    private boolean open;
    private boolean probing;
    private long probeAtMs;
    private int failedProbes;
    private @Nullable String why;
    private volatile long successes;

    /** @param onClose called, outside the lock, when a success closes the breaker */
    public Breaker(String destination, DeliverySettings settings, LongSupplier clockMs, Runnable onClose) {
        this.destination = destination;
        this.settings = settings;
        this.clockMs = clockMs;
        this.onClose = onClose;
    }

    /** 0: send now, and report how it went. Else: how many milliseconds to wait before asking again. */
    public synchronized long ask() {
        if (!open) {
            return 0;
        }
        long wait = probeAtMs - clockMs.getAsLong();
        if (probing || wait > 0) {
            return Math.max(wait, LOOK_AGAIN_MS);
        }
        probing = true;
        return 0;
    }

    /** The destination answered that it took or judged a message: it is alive. */
    public void success() {
        synchronized (this) {
            successes++;
        }
        alive();
    }

    /** The destination is there, although it neither took nor judged the message (a write conflict). */
    public void alive() {
        boolean closed;
        synchronized (this) {
            failuresInARow = 0;
            failedLanes.clear();
            closed = open;
            if (open) {
                LOG.warn("destination {} is back", destination);
            }
            open = false;
            probing = false;
            failedProbes = 0;
            why = null;
        }
        if (closed) {
            onClose.run();
        }
    }

    /** The destination gave no usable answer to a message of the lane. */
    public synchronized void failure(int lane, String text) {
        failuresInARow++;
        failedLanes.add(lane);
        if (open) {
            failedProbes++;
            probing = false;
            probeAtMs = clockMs.getAsLong() + settings.backOffMs(failedProbes, 0);
        } else if (failuresInARow >= settings.openAfterFailures() && failedLanes.size() > 1) {
            LOG.error("destination {} is down, one lane probes: {}", destination, text);
            open = true;
            why = text;
            probeAtMs = clockMs.getAsLong() + settings.backOffMinMs();
        }
    }

    /** The destination is there and wrong: wait the long way, tell people. */
    public synchronized void broken(String text) {
        if (!open || !text.equals(why)) {
            LOG.error("destination {} is broken, nothing is sent until a probe succeeds: {}", destination, text);
        }
        open = true;
        probing = false;
        why = text;
        probeAtMs = clockMs.getAsLong() + settings.probeMs();
    }

    /** Why nothing is sent, null while it is. */
    public synchronized @Nullable String openBecause() {
        return open ? String.valueOf(why) : null;
    }

    /** How many messages the destination has taken or judged. */
    public long successes() {
        return successes;
    }
}
