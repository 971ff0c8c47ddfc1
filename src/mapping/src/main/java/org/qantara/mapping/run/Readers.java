package org.qantara.mapping.run;

import org.qantara.mapping.Issue;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Path;
import org.qantara.mapping.hl7v2.Hl7Unreadable;
import org.qantara.mapping.source.SourceDocument;

/** Chooses the reader of a message's format. Immutable. */
public final class Readers {
    private static final Hl7Path TYPE = Hl7Path.of("MSH-9.1");
    private static final Hl7Path EVENT = Hl7Path.of("MSH-9.2");

    /** What reading gave. */
    public sealed interface Reading {}

    /**
     * A readable message.
     *
     * @param event what its map is chosen by: {@code ADT^A01}
     * @param eventPlace where that stands
     * @param from first record that belongs to the message's structure
     */
    public record Readable(SourceDocument document, String event, String eventPlace, int from) implements Reading {}

    /** Bytes that are no message of their format. */
    public record Unreadable(Issue issue) implements Reading {}

    /** Reads a message. */
    public Reading read(SourceMessage message) {
        return switch (message.format()) {
            case "hl7v2" -> hl7v2(message);
            default ->
                new Unreadable(new Issue(
                        "UNKNOWN-FORMAT",
                        Issue.Severity.ERROR,
                        "",
                        "the format '" + message.format()
                                + "' is not known, expected hl7v2, dicom+json, astm, hprim or csv"));
        };
    }

    private static Reading hl7v2(SourceMessage message) {
        try {
            Hl7Message read = Hl7Message.read(message.body(), message.charset());
            String type = String.valueOf(read.text(read.node(TYPE)));
            String event = read.text(read.node(EVENT));
            return new Readable(read, event == null ? type : type + "^" + event, "MSH-9", 0);
        } catch (Hl7Unreadable e) {
            return new Unreadable(new Issue(e.code(), Issue.Severity.ERROR, e.place(), String.valueOf(e.getMessage())));
        }
    }
}
