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
    private final int nameMin;

    /** @param nameMin fewest signs of a segment's name: 3 in HL7 v2, 1 in the records of ASTM and HPRIM */
    SegmentIndex(byte[] body, int from, byte separator, int nameMin, Hl7Limits limits) throws Hl7Unreadable {
        this.nameMin = nameMin;
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

    /** Whether a segment (or nothing more) begins here: its upper-case name and the field separator or a line end. */
    private boolean startsSegment(int at) {
        if (at >= body.length || body[at] == '\r' || body[at] == '\n') {
            return true;
        }
        int end = nameEnd(at, body.length);
        return end > at && (end == body.length || body[end] == separator || body[end] == '\r' || body[end] == '\n');
    }

    /** The byte after a segment name that starts here, or {@code at} when none does. */
    private int nameEnd(int at, int end) {
        int i = at;
        while (i < end
                && i < at + 3
                && ((body[i] >= 'A' && body[i] <= 'Z') || (i > at && body[i] >= '0' && body[i] <= '9'))) {
            i++;
        }
        return i - at < nameMin ? at : i;
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

    /** Length of the segment's name; 0 when the line does not begin as a segment does. */
    int nameLength(int segment) {
        int start = start(segment);
        int end = nameEnd(start, end(segment));
        return end == end(segment) || body[end] == separator ? end - start : 0;
    }
}
