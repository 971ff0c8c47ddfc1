package org.qantara.engine.envelope;

import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Labels;

/** What the envelope says. Bad input is an outcome, never an exception. */
public sealed interface Judgement {
    /** What was read, as far as it could be read. */
    Labels labels();

    /** The message may be stored and acknowledged. */
    record Good(Labels labels) implements Judgement {}

    /** The message is refused; the fault's location is in HL7 ERR-2 form, {@code MSH^1^9}. */
    record Bad(Labels labels, Fault fault) implements Judgement {
        Bad(Labels labels, ErrorCode code, @Nullable String location, String text) {
            this(labels, Fault.of(code, location, text));
        }
    }
}
