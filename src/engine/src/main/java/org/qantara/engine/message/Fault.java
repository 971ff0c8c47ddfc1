package org.qantara.engine.message;

import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;

/**
 * Why a message was not applied.
 *
 * @param code symbolic code; says what it is called in every protocol and what to do next
 * @param detail finer code of whoever found it ({@code CODE-UNMAPPED} of the maps); null when there is none
 * @param location where: HL7 ERR-2 form for envelopes, segment or rule for maps; null when there is no place
 * @param text one sentence for people, no patient data
 */
public record Fault(ErrorCode code, @Nullable String detail, @Nullable String location, String text) {
    private static final int TEXT_CHARS_MAX = 2_000;

    /** Cuts the text to what the ledger stores. */
    public Fault {
        text = text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }

    /** A fault without a finer code. */
    public static Fault of(ErrorCode code, @Nullable String location, String text) {
        return new Fault(code, null, location, text);
    }
}
