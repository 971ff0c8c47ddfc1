package org.qantara.mapping.hl7v2;

/**
 * Bytes that are no HL7 v2 message: what is wrong, where, and what was expected. Never contains content of the message.
 *
 * <p>Codes: {@code NO-MSH}, {@code BAD-DELIMITERS}, {@code TOO-LARGE}, {@code TOO-MANY-SEGMENTS}, {@code TOO-MANY-FIELDS}.
 */
public final class Hl7Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final String place;

    public Hl7Unreadable(String code, String place, String message) {
        super(message);
        this.code = code;
        this.place = place;
    }

    /** Symbolic code, see the class. */
    public String code() {
        return code;
    }

    /** Where: a segment and field ({@code MSH-2}) or a byte ({@code byte 0}). */
    public String place() {
        return place;
    }
}
