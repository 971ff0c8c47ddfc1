package org.qantara.mapping.hl7v2;

import java.util.Arrays;

/**
 * Where every segment and every field of a message starts, found in one pass over the bytes.
 *
 * <p>Segments end at CR; at LF when a segment name or the end follows (files are full of them), so that a line feed inside a
 * text field does not cut it. A line that does not start with a segment name is kept, nameless.
 */
final class SegmentIndex {
    /** Per segment: first byte, byte after the last one, position of its first field in {@link #fields}. */
    private int[] segments = new int[3 * 32];

    private int[] fields = new int[512];
    private int segmentCount;
    private int fieldCount;
    private final byte[] body;
    private final byte separator;

    SegmentIndex(byte[] body, int from, byte separator, Hl7Limits limits) throws Hl7Unreadable {
        this.body = body;
        this.separator = separator;
        int i = from;
        while (i < body.length) {
            if (body[i] == '\r' || body[i] == '\n') {
                i++;
                continue;
            }
            if (segmentCount == limits.segmentsMax()) {
                throw new Hl7Unreadable(
                        "TOO-MANY-SEGMENTS",
                        "byte " + i,
                        "more than " + limits.segmentsMax() + " segments in one message");
            }
            i = segment(i, limits);
        }
        if (3 * segmentCount + 2 >= segments.length) {
            segments = Arrays.copyOf(segments, segments.length + 3);
        }
        segments[3 * segmentCount + 2] = fieldCount;
    }

    private int segment(int start, Hl7Limits limits) throws Hl7Unreadable {
        if (3 * segmentCount + 5 >= segments.length) {
            segments = Arrays.copyOf(segments, segments.length * 2);
        }
        int first = fieldCount;
        int i = start;
        for (; i < body.length; i++) {
            byte b = body[i];
            if (b == separator) {
                if (fieldCount - first == limits.fieldsMax()) {
                    throw new Hl7Unreadable(
                            "TOO-MANY-FIELDS",
                            "byte " + i,
                            "more than " + limits.fieldsMax() + " fields in one segment");
                }
                if (fieldCount == fields.length) {
                    fields = Arrays.copyOf(fields, fields.length * 2);
                }
                fields[fieldCount++] = i + 1;
            } else if (b == '\r' || (b == '\n' && startsSegment(i + 1))) {
                break;
            }
        }
        int end = i;
        while (end > start && body[end - 1] == '\n') {
            end--;
        }
        segments[3 * segmentCount] = start;
        segments[3 * segmentCount + 1] = end;
        segments[3 * segmentCount + 2] = first;
        segmentCount++;
        return i;
    }

    /** Whether a segment (or nothing more) begins here: three upper-case signs and the field separator or a line end. */
    private boolean startsSegment(int at) {
        if (at >= body.length || body[at] == '\r' || body[at] == '\n') {
            return true;
        }
        return isName(at, body.length)
                && (at + 3 == body.length || body[at + 3] == separator || body[at + 3] == '\r' || body[at + 3] == '\n');
    }

    private boolean isName(int at, int end) {
        if (at + 3 > end || body[at] < 'A' || body[at] > 'Z') {
            return false;
        }
        for (int i = at + 1; i < at + 3; i++) {
            if (!((body[i] >= 'A' && body[i] <= 'Z') || (body[i] >= '0' && body[i] <= '9'))) {
                return false;
            }
        }
        return true;
    }

    int count() {
        return segmentCount;
    }

    int start(int segment) {
        return segments[3 * segment];
    }

    int end(int segment) {
        return segments[3 * segment + 1];
    }

    /** Number of field separators of the segment. */
    int fieldCount(int segment) {
        return segments[3 * segment + 5] - segments[3 * segment + 2];
    }

    /** First byte after field separator {@code number} (from 1). */
    int fieldStart(int segment, int number) {
        return fields[segments[3 * segment + 2] + number - 1];
    }

    int fieldEnd(int segment, int number) {
        return number < fieldCount(segment) ? fieldStart(segment, number + 1) - 1 : end(segment);
    }

    /** Whether the line begins as a segment does. */
    boolean isSegment(int segment) {
        int start = start(segment);
        return isName(start, end(segment)) && (start + 3 == end(segment) || body[start + 3] == separator);
    }
}
