package org.qantara.mapping.run;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qantara.mapping.Issue;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.csv.CsvDocument;
import org.qantara.mapping.dicom.DicomDocument;
import org.qantara.mapping.dicom.JsonScanner;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Path;
import org.qantara.mapping.hl7v2.Hl7Unreadable;
import org.qantara.mapping.hl7v2.LabRecords;
import org.qantara.mapping.source.SourceDocument;

/** Chooses the reader of a message's format. Immutable. */
public final class Readers {
    private static final Hl7Path TYPE = Hl7Path.of("MSH-9.1");
    private static final Hl7Path EVENT = Hl7Path.of("MSH-9.2");
    private static final Hl7Path STRUCTURE = Hl7Path.of("MSH-9.3");
    private static final Hl7Path EVN = Hl7Path.of("EVN-1");

    private static final Set<String> CONTEXTS = Set.of("ORU", "ORM", "ADM", "ERR");

    private final Map<String, List<String>> csv;

    /** @param csv columns of each declared delimited file, by name of its schema */
    public Readers(Map<String, List<String>> csv) {
        this.csv = Map.copyOf(csv);
    }

    /** What reading gave. */
    public sealed interface Outcome {}

    /**
     * A readable message.
     *
     * @param event what its map is chosen by: {@code ADT^A01}
     * @param structure type and structure that the message claims, {@code ADT^ADT_A01}; empty when it claims none
     * @param eventPlace where that stands
     * @param from first record that belongs to the message's structure
     */
    public record Readable(SourceDocument document, String event, String structure, String eventPlace, int from)
            implements Outcome {}

    /** Bytes that are no message of their format. */
    public record Unreadable(Issue issue) implements Outcome {}

    /**
     * Reads a message.
     *
     * @param how the facility's laboratory messages are read that do not say it rightly
     */
    public Outcome read(SourceMessage message, Reading how) {
        return switch (message.format()) {
            case "hl7v2" -> hl7v2(message);
            case "astm", "hprim", "csv" -> text(message, how);
            case "dicom+json" -> dicom(message);
            default ->
                new Unreadable(new Issue(
                        "UNKNOWN-FORMAT",
                        Issue.Severity.ERROR,
                        "",
                        "the format '" + message.format()
                                + "' is not known, expected hl7v2, dicom+json, astm, hprim or csv"));
        };
    }

    private static Outcome hl7v2(SourceMessage message) {
        try {
            Hl7Message read = Hl7Message.read(message.body(), message.charset());
            String type = read.text(read.node(TYPE));
            String event = read.text(read.node(EVENT));
            if (event == null && type != null && !type.equals("ACK")) {
                event = read.text(read.node(EVN)); // version 2.1 and 2.2 say the event there
            }
            String all = type == null ? "" : event == null ? type : type + "^" + event;
            String structure = read.text(read.node(STRUCTURE));
            return new Readable(read, all, structure == null ? "" : type + "^" + structure, "MSH-9", 0);
        } catch (Hl7Unreadable e) {
            return unreadable(e.code(), e.place(), e);
        }
    }

    /** Laboratories' formats name no charset: bytes that are no text in the one that was decided on are never guessed at. */
    private Outcome text(SourceMessage message, Reading how) {
        Charset charset = message.charset();
        Decoding.Wrong wrong = Decoding.wrong(message.body(), charset);
        if (wrong != null && how.charset() != null) {
            charset = how.charset();
            wrong = Decoding.wrong(message.body(), charset);
        }
        if (wrong != null) {
            return new Unreadable(new Issue(
                    "BAD-CHARSET",
                    Issue.Severity.ERROR,
                    "byte " + wrong.at(),
                    wrong.text()
                            + "; set 'charset' of the route for what comes, and reading: { charset: ... } in the facility's"
                            + " maps for what is here, then replay"));
        }
        return message.format().equals("csv") ? csv(message.body(), charset) : records(message, charset, how);
    }

    private static Outcome records(SourceMessage message, Charset charset, Reading how) {
        try {
            boolean hprim = message.format().equals("hprim");
            Hl7Message read = LabRecords.read(message.body(), charset, hprim, how.delimiters());
            return new Readable(read, hprim ? "hprim^" + context(read) : "astm", "", "H", 0);
        } catch (Hl7Unreadable e) {
            return unreadable(e.code(), e.place(), e);
        }
    }

    /** H-7; senders that count one field too many have it in H-8. */
    private static String context(Hl7Message read) {
        for (int field = 7; field <= 8; field++) {
            String told = String.valueOf(read.text(read.firstRepetition(read.field(0, field))));
            if (CONTEXTS.contains(told)) {
                return told;
            }
        }
        return "";
    }

    private static Outcome dicom(SourceMessage message) {
        try {
            return new Readable(DicomDocument.read(message.body()), "dicom", "", "dataset", 0);
        } catch (JsonScanner.Malformed e) {
            return unreadable("BAD-JSON", "byte " + e.at(), e);
        }
    }

    /** The schema with most columns among those whose columns the heading has all of. */
    private Outcome csv(byte[] body, Charset charset) {
        try {
            List<String> headings = CsvDocument.headings(body, charset);
            String best = null;
            int most = 0;
            for (Map.Entry<String, List<String>> schema : csv.entrySet()) {
                if (headings.containsAll(schema.getValue()) && schema.getValue().size() > most) {
                    best = schema.getKey();
                    most = schema.getValue().size();
                }
            }
            if (best == null) {
                return new Unreadable(new Issue(
                        "UNKNOWN-COLUMNS",
                        Issue.Severity.ERROR,
                        "row 1",
                        "no declared 'csv:' has its columns all in this heading; declare one, or correct the heading"));
            }
            CsvDocument read = CsvDocument.read(body, charset, best, csv.getOrDefault(best, List.of()));
            return new Readable(read, "csv:" + best, "", "row 1", 0);
        } catch (CsvDocument.Unreadable e) {
            return unreadable("BAD-CSV", e.place(), e);
        }
    }

    private static Outcome unreadable(String code, String place, Exception e) {
        return new Unreadable(new Issue(code, Issue.Severity.ERROR, place, String.valueOf(e.getMessage())));
    }
}
