package org.qantara.engine.lane;

import java.util.List;
import org.qantara.engine.message.StoredMessage;

/** Works on the message at the head of a lane. Called by one thread at a time per lane, by many for different lanes. */
public interface LaneHandler {
    /** Settles the message or says how long to wait. After a crash it is called again with the same message. */
    Step handle(StoredMessage message);

    /** Whether the message may be worked on together with others of its lane, so that they share one commit. */
    default boolean joins(StoredMessage message) {
        return false;
    }

    /**
     * Works on messages that all {@link #joins join}, in their order.
     *
     * @return how many from the first on are settled, and what becomes of the next
     */
    default Ended handle(List<StoredMessage> together) {
        Step step = handle(together.get(0));
        return new Ended(step instanceof Step.Done ? 1 : 0, step);
    }

    /** How far it came. */
    record Ended(int settled, Step step) {}
}
