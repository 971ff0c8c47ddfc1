package org.qantara.engine.envelope;

import java.nio.charset.Charset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;

/**
 * The envelope of ASTM (LIS02, E1394) and HPRIM messages: the first record is H and declares its delimiters. Patient is P-3 (else
 * P-4), sample O-3.1 (OBR-2.1 in HPRIM), control id H-3, sender H-5.1. There is no resend marker: without H-3 nothing is taken for a
 * duplicate, because repeating a write is harmless and dropping a result is not.
 */
final class RecordEnvelope implements EnvelopeReader {
    private static final int RECORDS_READ_MAX = 200;

    private final String format;

    RecordEnvelope(String format) {
        this.format = format;
    }

    @Override
    public Judgement read(Received received) {
        String hash = ContentHash.of(received.body());
        String text;
        try {
            text = new String(received.body(), Charset.forName(received.charset()));
        } catch (IllegalArgumentException e) {
            return bad(hash, "the charset that the connector decided on is not known here");
        }
        String[] records = text.split("[\\r\\n]+", RECORDS_READ_MAX + 1);
        int first = records.length > 1 && records[0].isBlank() ? 1 : 0;
        String header = records[first].strip();
        if (header.length() < 5 || header.charAt(0) != 'H' || Character.isLetterOrDigit(header.charAt(1))) {
            return bad(hash, "the message does not begin with an H record and its delimiters");
        }
        // HPRIM: H|~^\&| or H|^~\&|; ASTM: H|\^&|. The component sign is ^ unless the header declares none.
        String delimiter = String.valueOf(header.charAt(1));
        char component = header.indexOf('^', 2) >= 0 && header.indexOf('^', 2) < 6 ? '^' : header.charAt(3);
        Scan scan = new Scan(delimiter, component);
        for (int i = first; i < records.length && i <= RECORDS_READ_MAX; i++) {
            scan.record(records[i]);
        }
        return new Judgement.Good(new Labels(
                Shown.cut(scan.controlId),
                Shown.cut(scan.type(format)),
                null,
                Shown.cut(scan.sender),
                null,
                null,
                Shown.cut(scan.patient),
                null,
                null,
                null,
                Shown.cut(scan.sample),
                List.of(),
                hash));
    }

    private static Judgement bad(String hash, String text) {
        return new Judgement.Bad(Labels.none(hash), ErrorCode.MALFORMED, null, text);
    }

    private static final class Scan {
        private final String delimiter;
        private final char component;
        private @Nullable String controlId;
        private @Nullable String sender;
        private @Nullable String patient;
        private @Nullable String sample;
        private boolean query;

        Scan(String delimiter, char component) {
            this.delimiter = delimiter;
            this.component = component;
        }

        void record(String record) {
            String[] field = record.split(Pattern.quote(delimiter), -1);
            switch (field[0].strip()) {
                case "H" -> {
                    controlId = at(field, 2);
                    sender = part(at(field, 4));
                }
                case "P" -> patient = patient != null ? patient : or(part(at(field, 2)), part(at(field, 3)));
                case "O", "OBR" -> sample = sample != null ? sample : part(at(field, 2));
                case "Q" -> query = true;
                default -> {
                    // results and comments name nothing to find them by
                }
            }
        }

        String type(String format) {
            return (format.equals("hprim") ? "HPRIM" : "ASTM") + (query ? "^Q" : "^R");
        }

        private static @Nullable String at(String[] field, int number) {
            return field.length > number && !field[number].isBlank() ? field[number].strip() : null;
        }

        private @Nullable String part(@Nullable String value) {
            if (value == null) {
                return null;
            }
            int end = value.indexOf(component);
            String first = end < 0 ? value : value.substring(0, end);
            return first.isBlank() ? null : first.strip();
        }

        private static @Nullable String or(@Nullable String value, @Nullable String otherwise) {
            return value != null ? value : otherwise;
        }
    }
}
