package org.qantara.connectors.mllp.frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The memory all connections together may take for unfinished and unanswered frames.
 *
 * <p>When it is used up, connections wait, which stops reading from their sockets. So that a crowd of half frames cannot wait for each other
 * for ever, one connection at a time may overdraw: the true ceiling is {@code bytesMax} plus one frame. A connection that overdraws and then
 * stalls is ended by its frame timeout. Thread-safe.
 */
public final class FrameBudget {
    private final long bytesMax;
    private long used;
    private @Nullable Object overdrawer;
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    public FrameBudget(long bytesMax) {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("frame budget is " + bytesMax + " bytes, expected at least 1");
        }
        this.bytesMax = bytesMax;
    }

    /** Bytes in use now. */
    public synchronized long used() {
        return used;
    }

    /** The ceiling without the one overdraft. */
    public long bytesMax() {
        return bytesMax;
    }

    /**
     * Takes {@code bytes} for {@code owner}, or keeps {@code whenReleased} to be run once, on the releasing thread, as soon as any memory came back.
     */
    public synchronized boolean reserve(Object owner, int bytes, Runnable whenReleased) {
        if (used + bytes > bytesMax) {
            if (overdrawer != null && overdrawer != owner) {
                waiting.add(whenReleased);
                return false;
            }
            overdrawer = owner;
        }
        used += bytes;
        return true;
    }

    /** Gives back {@code bytes} and wakes those that wait. */
    public void release(int bytes) {
        if (bytes == 0) {
            return;
        }
        List<Runnable> wake;
        synchronized (this) {
            used -= bytes;
            if (used <= bytesMax) {
                overdrawer = null;
            }
            wake = waiting.isEmpty() ? List.of() : new ArrayList<>(waiting);
            waiting.clear();
        }
        wake.forEach(Runnable::run);
    }
}
