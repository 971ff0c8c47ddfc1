package org.qantara.mapping.hl7v2;

import org.qantara.mapping.source.SourceDocument;

/** Names places in a message and walks its leaves; used for reports, never while mapping. */
final class Hl7Places {
    private Hl7Places() {}

    static String where(Hl7Message message, int offset, int depth) {
        int segment = message.segmentAt(offset);
        StringBuilder out = new StringBuilder(record(message, segment));
        for (int field = 1; field <= message.fieldCount(segment); field++) {
            long whole = message.field(segment, field);
            if (message.start(whole) <= offset && offset <= message.end(whole)) {
                out.append('-').append(field);
                inField(message, whole, offset, depth, out);
                break;
            }
        }
        return out.toString();
    }

    static String record(Hl7Message message, int segment) {
        String name = message.name(segment);
        int ordinal = 0;
        for (int i = 0; i <= segment; i++) {
            ordinal += message.name(i).equals(name) ? 1 : 0;
        }
        return name + "[" + ordinal + "]";
    }

    private static void inField(Hl7Message message, long whole, int offset, int depth, StringBuilder out) {
        int repetition = 1;
        long node = message.firstRepetition(whole);
        while (node != SourceDocument.NONE && message.end(node) < offset) {
            node = message.nextRepetition(whole, node);
            repetition++;
        }
        if (depth >= 1 && message.nextRepetition(whole, message.firstRepetition(whole)) != SourceDocument.NONE) {
            out.append('[').append(repetition).append(']');
        }
        for (int level = 2; level <= depth && node != SourceDocument.NONE; level++) {
            int number = 1;
            long part = message.part(node, 1);
            while (part != SourceDocument.NONE && message.end(part) < offset) {
                part = message.nextPart(node, part);
                number++;
            }
            boolean single = number == 1 && message.part(node, 2) == SourceDocument.NONE;
            if (!single) {
                out.append('.').append(number);
            }
            node = part;
        }
    }

    static void leaves(Hl7Message message, int segment, Leaves leaves) {
        for (int field = firstField(message.name(segment)); field <= message.fieldCount(segment); field++) {
            long whole = message.field(segment, field);
            if (message.isSplit(whole)) {
                leaves.field(segment, field, message.start(whole), message.end(whole));
            } else {
                leaves.whole(segment, field, whole, message);
            }
        }
    }

    /** Delimiters and, in the records of a laboratory, the record's own name are no leaves. */
    private static int firstField(String name) {
        boolean header = name.equals("MSH") || name.equals("BHS") || name.equals("FHS") || name.equals("H");
        return header ? 3 : name.length() == 1 ? 2 : 1;
    }
}
