package org.qantara.mapping.hl7v2;

import org.qantara.mapping.SourceMessage;

/** Bytes of an HL7 v2 message as the reader would decode them. */
public final class Spans {
    private final Hl7Message message;
    private final Delimiters delimiters;

    /** The message must be readable. */
    public Spans(SourceMessage source) throws Hl7Unreadable {
        this.message = Hl7Message.read(source.body(), source.charset());
        int start = message.segmentStart(0);
        this.delimiters = Delimiters.read(message.bytes(), start + 3, message.bytes().length, message.name(0));
    }

    /** The text between two bytes, without escapes. */
    public String decoded(int start, int end) {
        String raw = new String(message.bytes(), start, end - start, message.charset());
        return Escapes.decode(raw, delimiters, message.charset());
    }
}
