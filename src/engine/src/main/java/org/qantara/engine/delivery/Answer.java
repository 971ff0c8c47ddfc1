package org.qantara.engine.delivery;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.Fault;

/** What a destination's answer means. */
public sealed interface Answer {
    /**
     * Taken.
     *
     * @param written resources that are now as the message says
     * @param superseded resources that a newer message had written
     * @param lost which entries those were, from 0
     */
    record Delivered(@Nullable Integer httpStatus, int written, int superseded, Set<Integer> lost) implements Answer {
        /** Freezes the set. */
        public Delivered {
            lost = Set.copyOf(lost);
        }

        /** Taken whole. */
        public Delivered(@Nullable Integer httpStatus, int written) {
            this(httpStatus, written, 0, Set.of());
        }
    }

    /** The message's fault: keep it for a person, go on with the lane. */
    record Rejected(@Nullable Integer httpStatus, Fault fault) implements Answer {}

    /** Somebody else wrote at the same moment: again at once, a few times. */
    record Conflict(int httpStatus, String text) implements Answer {}

    /**
     * Not now.
     *
     * @param afterMs what the destination asked for, 0 when it asked for nothing
     */
    record Retry(@Nullable Integer httpStatus, String text, long afterMs) implements Answer {}

    /** The destination itself is wrong (credential, address, not FHIR): stop, alarm, quarantine nothing. */
    record Broken(@Nullable Integer httpStatus, String text) implements Answer {}

    /** Sent, and nobody knows whether it arrived; sending again could double it. */
    record Unknown(String text) implements Answer {}
}
