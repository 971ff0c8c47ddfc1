package org.qantara.mapping.hl7v2;

import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qantara.mapping.source.SourceDocument;

/**
 * A position inside a segment: {@code PID-3}, {@code PID-3.4}, {@code PID-3.4.2}, {@code PID-3[2].1}; numbers start at 1.
 *
 * @param segment name of the segment
 * @param field field number
 * @param repetition which repetition, or 0 for the whole field
 * @param component component number, or 0
 * @param subComponent sub-component number, or 0
 */
public record Hl7Path(String segment, int field, int repetition, int component, int subComponent) {
    private static final Pattern SYNTAX =
            Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d{1,4})(?:\\[(\\d{1,6})])?(?:\\.(\\d{1,4})(?:\\.(\\d{1,4}))?)?");
    private static final ConcurrentHashMap<String, Hl7Path> KNOWN = new ConcurrentHashMap<>();

    /**
     * The path of a text written by a programmer; parsed once and kept.
     *
     * @throws IllegalArgumentException when it is no path
     */
    public static Hl7Path of(String text) {
        return KNOWN.computeIfAbsent(text, Hl7Path::parse);
    }

    private static Hl7Path parse(String text) {
        Matcher m = SYNTAX.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "not a path into a segment: '" + text + "', expected the form PID-3[1].4.2");
        }
        return new Hl7Path(m.group(1), number(m, 2), number(m, 3), number(m, 4), number(m, 5));
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    /** The node of this path in one segment of a message. */
    public long in(SourceDocument message, int record) {
        long whole = message.field(record, field);
        long node = whole;
        if (repetition > 0 || component > 0) {
            node = message.firstRepetition(whole);
            for (int i = 1; i < repetition && node != SourceDocument.NONE; i++) {
                node = message.nextRepetition(whole, node);
            }
        }
        if (component > 0) {
            node = message.part(node, component);
        }
        return subComponent > 0 ? message.part(node, subComponent) : node;
    }
}
