package org.qantara.connectors.mllp.server;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.metrics.Counter;

/**
 * Ends what a sender began and does not finish: half frames, silent and slow ones, and connections without any traffic. On the connection's event
 * loop. Costs nothing while whole frames arrive in one read: the frame timer runs only while one is unfinished.
 */
final class FrameWatch {

    /** What happens when time is up. */
    interface Expiry {
        /** {@code counter} is FRAMES_HALF_SILENT, FRAMES_HALF_SLOW or CONNECTIONS_IDLE_CLOSED. */
        void expired(Counter counter);

        /** Nothing is being received, worked on or written. */
        boolean idle();

        /** We do not read now, so silence is our own doing. */
        boolean paused();
    }

    private final EventLoop loop;
    private final Limits limits;
    private final Expiry expiry;
    private long lastByteNanos = System.nanoTime();
    private long frameStartNanos;
    private boolean inFrame;
    private boolean timerRuns;
    private boolean stopped;

    FrameWatch(EventLoop loop, Limits limits, Expiry expiry) {
        this.loop = loop;
        this.limits = limits;
        this.expiry = expiry;
        if (limits.idleTimeoutMs() > 0) {
            schedule(this::checkIdle, limits.idleTimeoutMs());
        }
    }

    void bytesArrived() {
        lastByteNanos = System.nanoTime();
    }

    /** Called after each read; {@code another} when the frame that is unfinished now is not the one from before. */
    void unfinished(boolean inFrame, boolean another) {
        if (inFrame && (another || !this.inFrame)) {
            frameStartNanos = System.nanoTime();
        }
        this.inFrame = inFrame;
        if (inFrame && !timerRuns) {
            timerRuns = true;
            schedule(this::checkFrame, Math.min(limits.halfFrameTimeoutMs(), limits.frameTimeoutMs()));
        }
    }

    void stop() {
        stopped = true;
    }

    private void checkFrame() {
        timerRuns = false;
        if (!inFrame) {
            return;
        }
        long silentMs = expiry.paused() ? 0 : millisSince(lastByteNanos);
        long ageMs = millisSince(frameStartNanos);
        Counter expired = expired(silentMs, ageMs);
        if (expired != null) {
            inFrame = false;
            expiry.expired(expired);
            return;
        }
        timerRuns = true;
        schedule(this::checkFrame, Math.min(limits.halfFrameTimeoutMs() - silentMs, limits.frameTimeoutMs() - ageMs));
    }

    private @Nullable Counter expired(long silentMs, long ageMs) {
        if (silentMs >= limits.halfFrameTimeoutMs()) {
            return Counter.FRAMES_HALF_SILENT;
        }
        return ageMs >= limits.frameTimeoutMs() ? Counter.FRAMES_HALF_SLOW : null;
    }

    private void checkIdle() {
        long silentMs = expiry.idle() ? millisSince(lastByteNanos) : 0;
        if (silentMs >= limits.idleTimeoutMs()) {
            expiry.expired(Counter.CONNECTIONS_IDLE_CLOSED);
        } else {
            schedule(this::checkIdle, limits.idleTimeoutMs() - silentMs);
        }
    }

    private void schedule(Runnable check, long delayMs) {
        loop.schedule(
                () -> {
                    if (!stopped) {
                        check.run();
                    }
                },
                Math.max(1, delayMs),
                TimeUnit.MILLISECONDS);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
