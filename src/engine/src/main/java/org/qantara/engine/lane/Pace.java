package org.qantara.engine.lane;

import java.util.function.LongSupplier;
import org.qantara.engine.message.StoredMessage;

/**
 * Holds lanes to so many messages a second, over all of them; 0 is no limit. A lane that is too early parks for the time that is
 * missing. Thread-safe; the rate may be changed while it runs.
 */
public final class Pace implements LaneHandler {
    private static final long BURST_NS = 200_000_000;

    private final LaneHandler handler;
    private final LongSupplier clockNs;
    private volatile int perSecond;
    private long nextNs;

    /** Before the given handler, without a limit at first. */
    public Pace(LaneHandler handler, LongSupplier clockNs) {
        this.handler = handler;
        this.clockNs = clockNs;
        this.nextNs = clockNs.getAsLong();
    }

    /** At most so many messages a second from now on; 0 is no limit. */
    public void perSecond(int rate) {
        if (rate < 0) {
            throw new IllegalArgumentException("a rate of " + rate + " is not usable, expected 0 (no limit) or more");
        }
        perSecond = rate;
    }

    @Override
    public Step handle(StoredMessage message) {
        long waitMs = waitMs();
        return waitMs > 0 ? new Step.Park(waitMs, "bulk rate") : handler.handle(message);
    }

    private synchronized long waitMs() {
        int rate = perSecond;
        if (rate == 0) {
            return 0;
        }
        long now = clockNs.getAsLong();
        if (nextNs > now) {
            return Math.max(1, (nextNs - now) / 1_000_000);
        }
        nextNs = Math.max(nextNs, now - BURST_NS) + 1_000_000_000L / rate;
        return 0;
    }
}
