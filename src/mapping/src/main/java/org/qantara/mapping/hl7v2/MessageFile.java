package org.qantara.mapping.hl7v2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a file into messages: several in one file, with MLLP framing or without, CR, LF or CRLF, in FHS/BHS batches or not.
 *
 * <p>One pass. Batch headers and trailers belong to no message. Anything else that is not part of a message comes out as a part
 * of its own, so that it is refused and not lost.
 */
public final class MessageFile {
    private static final byte BLOCK_START = 0x0B;
    private static final byte BLOCK_END = 0x1C;

    /**
     * One message of a file.
     *
     * @param start its first byte in the file
     * @param body its bytes without framing
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Part(int start, byte[] body) {}

    private MessageFile() {}

    /** The parts of a file in order; empty when there is nothing but white space and batch segments. */
    public static List<Part> split(byte[] file) {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        boolean batch = false;
        for (int i = 0; i < file.length; i++) {
            boolean framed = file[i] == BLOCK_START || file[i] == BLOCK_END;
            boolean lineStart =
                    i == 0 || file[i - 1] == '\r' || file[i - 1] == '\n' || file[i - 1] == BLOCK_START || bom(file, i);
            boolean header = lineStart && segment(file, i, "MSH");
            boolean envelope = lineStart
                    && (segment(file, i, "FHS")
                            || segment(file, i, "BHS")
                            || segment(file, i, "BTS")
                            || segment(file, i, "FTS"));
            if (framed || header || envelope) {
                add(file, start, i, batch, parts);
                start = framed ? i + 1 : i;
                batch = envelope;
            }
        }
        add(file, start, file.length, batch, parts);
        return parts;
    }

    private static boolean bom(byte[] file, int at) {
        return at == 3 && file[0] == (byte) 0xEF && file[1] == (byte) 0xBB && file[2] == (byte) 0xBF;
    }

    private static boolean segment(byte[] file, int at, String name) {
        if (at + 3 >= file.length) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (file[at + i] != name.charAt(i)) {
                return false;
            }
        }
        byte next = file[at + 3];
        return next > ' ' && next < 127 && !Character.isLetterOrDigit(next);
    }

    private static void add(byte[] file, int start, int end, boolean batch, List<Part> parts) {
        int from = bom(file, start + 3) && start == 0 ? 3 : start;
        int to = end;
        while (from < to && file[from] >= 0 && file[from] <= ' ') {
            from++;
        }
        while (to > from && file[to - 1] >= 0 && file[to - 1] <= ' ') {
            to--;
        }
        if (to > from && !batch) {
            parts.add(new Part(from, Arrays.copyOfRange(file, from, to)));
        }
    }
}
