package org.qantara.engine.inbox;

import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;

/** What the inbox answers; {@code org.qantara.engine.camel} turns it into exchange headers. */
public sealed interface Verdict {
    /** Durable, with its number. */
    record Accepted(long intake) implements Verdict {}

    /**
     * Judged and not taken; the bytes are kept under the number.
     *
     * @param location HL7 ERR-2 form, {@code MSH^1^9}; null when there is no place to name
     * @param text one sentence for people, no patient data
     */
    record Refused(long intake, ErrorCode code, @Nullable String location, String text) implements Verdict {}

    /** Could not be stored: nothing is promised. The sender may send again. */
    record Unavailable(ErrorCode code, String text) implements Verdict {}
}
