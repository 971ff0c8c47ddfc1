package org.qantara.mapping.run;

import java.util.List;
import java.util.Map;
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
    private static final Hl7Path EVN = Hl7Path.of("EVN-1");

    private final Map<String, List<String>> csv;

    /** @param csv columns of each declared delimited file, by name of its schema */
    public Readers(Map<String, List<String>> csv) {
        this.csv = Map.copyOf(csv);
    }

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
            case "astm", "hprim" -> records(message);
            case "dicom+json" -> dicom(message);
            case "csv" -> csv(message);
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
            String type = read.text(read.node(TYPE));
            String event = read.text(read.node(EVENT));
            if (event == null && type != null && !type.equals("ACK")) {
                event = read.text(read.node(EVN)); // version 2.1 and 2.2 say the event there
            }
            String all = type == null ? "" : event == null ? type : type + "^" + event;
            return new Readable(read, all, "MSH-9", 0);
        } catch (Hl7Unreadable e) {
            return unreadable(e.code(), e.place(), e);
        }
    }

    private static Reading records(SourceMessage message) {
        try {
            boolean hprim = message.format().equals("hprim");
            return new Readable(LabRecords.read(message.body(), message.charset(), hprim), message.format(), "H", 0);
        } catch (Hl7Unreadable e) {
            return unreadable(e.code(), e.place(), e);
        }
    }

    private static Reading dicom(SourceMessage message) {
        try {
            return new Readable(DicomDocument.read(message.body()), "dicom", "dataset", 0);
        } catch (JsonScanner.Malformed e) {
            return unreadable("BAD-JSON", "byte " + e.at(), e);
        }
    }

    /** The schema with most columns among those whose columns the heading has all of. */
    private Reading csv(SourceMessage message) {
        try {
            List<String> headings = CsvDocument.headings(message.body(), message.charset());
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
            CsvDocument read =
                    CsvDocument.read(message.body(), message.charset(), best, csv.getOrDefault(best, List.of()));
            return new Readable(read, "csv:" + best, "row 1", 0);
        } catch (CsvDocument.Unreadable e) {
            return unreadable("BAD-CSV", "", e);
        }
    }

    private static Reading unreadable(String code, String place, Exception e) {
        return new Unreadable(new Issue(code, Issue.Severity.ERROR, place, String.valueOf(e.getMessage())));
    }
}
