package org.qantara.engine;

import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.Fault;

/**
 * Where the engine reports what it counts and times; the application binds it to its metrics. Labels are facility, destination
 * and outcome only, never patient data. Implementations are thread-safe and do not block.
 */
public interface Signals {
    /** Reports nothing. */
    Signals NONE = new Signals() {
        @Override
        public void counted(String outcome, String facility) {}

        @Override
        public void timed(String what, String where, long nanos) {}
    };

    /** One message of a facility came to an outcome: accepted, refused, unavailable, delivered, quarantined, duplicate, handled, discarded. */
    void counted(String outcome, String facility);

    /**
     * A message is settled at the primary destination: for senders that wait for a later answer (HL7 enhanced mode, MSH-16).
     *
     * @param fault why it was not applied; null when it was
     */
    default void settled(long intake, MessageState state, @Nullable Fault fault) {}

    /** Something took so long: {@code ack} of a facility, {@code delivery} to a destination, {@code mapping} of a facility. */
    void timed(String what, String where, long nanos);
}
