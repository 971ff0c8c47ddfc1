package org.qantara.mapping.hl7v2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Messages of laboratories: ASTM E1394 (LIS2) and HPRIM sante 2.x, which look like HL7 v2 with records of one to three letters.
 *
 * <p>Both count the record's name as field 1 ({@code R-4} is the value). The delimiters are those of the H record. HPRIM's
 * continuation record {@code A} is joined to what it continues, also in the middle of a word; positions then count in the joined text.
 */
public final class LabRecords {
    private LabRecords() {}

    /** Reads a message; {@code hprim} chooses the order of the delimiters and the continuation. */
    public static Hl7Message read(byte[] received, Charset charset, boolean hprim) throws Hl7Unreadable {
        Hl7Limits limits = Hl7Limits.DEFAULT;
        if (received.length > limits.bytesMax()) {
            throw new Hl7Unreadable(
                    "TOO-LARGE",
                    "byte " + limits.bytesMax(),
                    "more than " + limits.bytesMax() + " bytes in one message");
        }
        boolean transparent = Hl7Message.isTransparent(charset);
        byte[] body = transparent ? received : new String(received, charset).getBytes(StandardCharsets.UTF_8);
        int start = 0;
        while (start < body.length
                && (body[start] <= ' '
                        || body[start] == (byte) 0xEF
                        || body[start] == (byte) 0xBB
                        || body[start] == (byte) 0xBF)) {
            if (body[start] < 0 && start > 2) {
                break;
            }
            start++;
        }
        if (start + 1 >= body.length || body[start] != 'H') {
            throw new Hl7Unreadable("NO-HEADER", "byte " + start, "the message does not start with an H record");
        }
        Delimiters declared = Delimiters.read(body, start + 1, body.length, "H");
        byte[] joined = hprim ? join(body, start, declared.field()) : body;
        SegmentIndex index = new SegmentIndex(joined, start, declared.field(), 1, limits);
        return new Hl7Message(
                joined,
                transparent ? charset : StandardCharsets.UTF_8,
                hprim ? declared : declared.astm(),
                index,
                true);
    }

    /** Takes out line ends that are followed by an A record, together with its name and separator. */
    private static byte[] join(byte[] body, int from, byte separator) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        int i = 0;
        while (i < body.length) {
            if (i > from && (body[i] == '\r' || body[i] == '\n')) {
                int next = i;
                while (next < body.length && (body[next] == '\r' || body[next] == '\n')) {
                    next++;
                }
                if (next + 1 < body.length && body[next] == 'A' && body[next + 1] == separator) {
                    i = next + 2;
                    continue;
                }
            }
            out.write(body[i]);
            i++;
        }
        return out.toByteArray();
    }
}
