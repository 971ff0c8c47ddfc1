package org.qantara.engine.lane;

/** Who gives lanes their turns: the workers and timers that run them. Thread-safe; called with the lane's lock held, so it must not wait. */
public interface LaneTurns {
    /** The lane is ready: runs it once, as soon as a worker is free. */
    void enqueue(Lane lane);

    /**
     * Runs something after a wait, unless it is called off.
     *
     * @return calls it off; may come too late
     */
    Runnable later(Runnable run, long waitMs);

    /** Nothing more is begun. */
    boolean isClosed();
}
