package org.qantara.mapping.hl7v2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages of laboratories: ASTM E1394 (LIS2) and HPRIM sante 2.x, which look like HL7 v2 with records of one to three letters.
 *
 * <p>Both count the record's name as field 1 ({@code R-4} is the value). The delimiters are those of the H record. HPRIM's
 * continuation record {@code A} is joined to what it continues, also in the middle of a word; positions then count in the joined text.
 */
public final class LabRecords {
    private static final Set<String> NAMES = Set.of("P", "O", "R", "C", "Q", "L", "M", "S", "OBR", "OBX");

    private LabRecords() {}

    /** Reads a message; {@code hprim} chooses the order of the delimiters and the continuation. */
    public static Hl7Message read(byte[] received, Charset charset, boolean hprim) throws Hl7Unreadable {
        return read(received, charset, hprim, null);
    }

    /** The same with delimiters in place of those that the H record declares, when they are given. */
    public static Hl7Message read(byte[] received, Charset charset, boolean hprim, @Nullable String delimiters)
            throws Hl7Unreadable {
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
        if (delimiters != null) {
            body = headerWith((byte) delimiters.charAt(0), body, start);
        }
        byte[] signs = delimiters == null ? body : delimiters.getBytes(StandardCharsets.US_ASCII);
        Delimiters declared = Delimiters.read(signs, delimiters == null ? start + 1 : 0, signs.length, "H");
        byte[] joined = hprim ? join(body, start, declared.field()) : body;
        SegmentIndex index = new SegmentIndex(joined, start, declared.field(), 1, limits);
        if (delimiters == null) {
            otherDelimiter(joined, index);
        }
        return new Hl7Message(
                joined,
                transparent ? charset : StandardCharsets.UTF_8,
                hprim ? declared : declared.astm(),
                index,
                true);
    }

    /** The message with a header record that is separated as the records after it are; positions stay. */
    private static byte[] headerWith(byte separator, byte[] body, int start) {
        byte[] changed = body.clone();
        for (int i = start + 1; i < body.length && body[i] != '\r' && body[i] != '\n'; i++) {
            changed[i] = body[i] == body[start + 1] ? separator : body[i];
        }
        return changed;
    }

    /** A record whose name another sign follows than the declared one would be dropped without a word. */
    private static void otherDelimiter(byte[] body, SegmentIndex index) throws Hl7Unreadable {
        for (int record = 1; record < index.count(); record++) {
            int at = index.start(record);
            int letters = at;
            while (letters < index.end(record) && body[letters] >= 'A' && body[letters] <= 'Z' && letters < at + 4) {
                letters++;
            }
            if (index.nameLength(record) > 0 || letters == at || letters >= index.end(record)) {
                continue;
            }
            String name = new String(body, at, letters - at, StandardCharsets.US_ASCII);
            byte sign = body[letters];
            if (NAMES.contains(name) && sign > ' ' && !Character.isLetterOrDigit(sign)) {
                throw new Hl7Unreadable(
                        "BAD-DELIMITERS",
                        "record " + (record + 1),
                        "the H record declares another field separator than the '" + (char) sign
                                + "' that stands behind "
                                + name
                                + " here; mend the sender, or say reading: { delimiters: ... } in the facility's maps,"
                                + " then replay");
            }
        }
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
