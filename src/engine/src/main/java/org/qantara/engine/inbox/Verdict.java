package org.qantara.engine.inbox;

import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Fault;

/** What the inbox answers; {@code org.qantara.engine.camel} turns it into exchange headers. */
public sealed interface Verdict {
    /** Durable, with its number. */
    record Accepted(long intake) implements Verdict {}

    /** Judged and not taken; the bytes are kept under the number. */
    record Refused(long intake, Fault fault) implements Verdict {}

    /** Could not be stored: nothing is promised. The sender may send again. */
    record Unavailable(ErrorCode code, String text) implements Verdict {}
}
