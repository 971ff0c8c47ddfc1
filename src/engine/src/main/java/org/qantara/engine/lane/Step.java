package org.qantara.engine.lane;

/** What became of the message at the head of a lane. */
public sealed interface Step {
    /** Settled durably: the broker may forget it and the lane goes on. */
    record Done() implements Step {}

    /**
     * The lane waits with this message at its head.
     *
     * @param waitMs longest wait; who it waits for may release the lane earlier
     * @param reason for people who look at lanes
     */
    record Park(long waitMs, String reason) implements Step {}
}
