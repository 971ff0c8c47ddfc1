package org.qantara.connectors.mllp.hl7;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which acknowledgements the sender asked for with MSH-15 and MSH-16 (HL7 v2 chapter 2, message acknowledgement; table 0155).
 *
 * <p>Both empty is the original mode: one application acknowledgement. Otherwise the enhanced mode, in which an empty one of the two counts as
 * {@code NE}, never.
 *
 * @param enhanced whether a commit acknowledgement (CA, CE, CR) comes first
 */
public record AckMode(boolean enhanced, Condition accept, Condition application) {

    /** HL7 table 0155. */
    public enum Condition {
        AL,
        NE,
        ER,
        SU;

        /** Whether an acknowledgement that is positive, or not, is wanted. */
        public boolean wants(boolean positive) {
            return switch (this) {
                case AL -> true;
                case NE -> false;
                case ER -> !positive;
                case SU -> positive;
            };
        }
    }

    private static final AckMode ORIGINAL = new AckMode(false, Condition.AL, Condition.AL);

    /** The mode of a message; a message without a readable header is answered in the original mode. */
    public static AckMode of(@Nullable Msh msh) {
        if (msh == null || Batch.opens(msh)) {
            return ORIGINAL;
        }
        String accept = msh.component(15, 1).strip();
        String application = msh.component(16, 1).strip();
        if (accept.isEmpty() && application.isEmpty()) {
            return ORIGINAL;
        }
        return new AckMode(true, condition(accept), condition(application));
    }

    /** An unknown word is read as AL: an answer too many is seen, an answer too few blocks the sender. */
    private static Condition condition(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "", "NE" -> Condition.NE;
            case "ER" -> Condition.ER;
            case "SU" -> Condition.SU;
            default -> Condition.AL;
        };
    }
}
