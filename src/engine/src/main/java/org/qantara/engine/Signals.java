package org.qantara.engine;

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

    /** Something took so long: {@code ack} of a facility, {@code delivery} to a destination, {@code mapping} of a facility. */
    void timed(String what, String where, long nanos);
}
