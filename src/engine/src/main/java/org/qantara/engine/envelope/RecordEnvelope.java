package org.qantara.engine.envelope;

import java.nio.charset.Charset;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;

/**
 * The envelope of ASTM (LIS02, E1394) and HPRIM messages: the first record is H and declares its delimiters. There is no resend
 * marker: without a control id (H-3) a message that holds a date is called by its hash, so that the same bytes count once; one
 * without any date is never taken for a duplicate, because repeating a write is harmless and dropping a result is not.
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
        // after the field sign HPRIM declares component, repetition (H|~^\\&), ASTM repetition, component (H|\\^&)
        boolean hprim = format.equals("hprim");
        String delimiter = String.valueOf(header.charAt(1));
        char component = header.charAt(hprim ? 2 : 3);
        RecordScan scan = new RecordScan(delimiter, component, hprim, controls(received));
        for (int i = first; i < records.length && i <= RECORDS_READ_MAX; i++) {
            scan.record(records[i]);
        }
        return new Judgement.Good(scan.labels(hash));
    }

    /** Which sample numbers are controls, by the route's option; null when it names none, or none that can be read. */
    private static @Nullable Pattern controls(Received received) {
        String controls = received.route().option("controls");
        try {
            return controls == null ? null : Pattern.compile(controls);
        } catch (PatternSyntaxException e) {
            return null; // the route's check says so; a message is not refused for it
        }
    }

    private static Judgement bad(String hash, String text) {
        return new Judgement.Bad(Labels.none(hash), ErrorCode.MALFORMED, null, text);
    }
}
