package org.qantara.tests.load;

import org.jspecify.annotations.Nullable;

/**
 * One message of a load.
 *
 * @param controlId MSH-10; empty for a malformed message that has none
 * @param patient the local number in PID-3
 * @param retired the number that a merge ends (MRG-1); null for everything else
 * @param version how many messages this patient has had, this one included: PID-5 carries it as second given name {@code V<version>},
 *     so that whoever reads the patient back sees which message was applied last
 * @param bytes the message, MSH first, without block characters
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LoadMessage(
        String controlId, Kind kind, Fate fate, String patient, @Nullable String retired, long version, byte[] bytes) {

    /** What a message says. */
    public enum Kind {
        /** Admission or change: A01, A04 or A08. */
        ADT,
        /** A laboratory report, ORU^R01. */
        ORU,
        /** ADT^A40: one patient becomes part of another. */
        MERGE,
        /** Wrong on purpose; {@link Fate} says what has to become of it. */
        MALFORMED
    }

    /** What has to become of it in the end. */
    public enum Fate {
        /** Accepted and delivered. */
        APPLIED,
        /** Answered AE or AR; never accepted. */
        REFUSED,
        /** Accepted, and kept for a person: it names no patient. */
        QUARANTINED
    }
}
