package org.qantara.connectors.dicom.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The code elements of ISO 2022 that DICOM knows (PS3.3 tables C.12-3 and C.12-4): where each goes, how wide it is. */
enum CodeSet {
    ASCII(6, "US-ASCII", true, 1, "(B"),
    JIS_X_0201_ROMAJI(14, "US-ASCII", true, 1, "(J"),
    LATIN_1(100, "ISO-8859-1", false, 1, "-A"),
    LATIN_2(101, "ISO-8859-2", false, 1, "-B"),
    LATIN_3(109, "ISO-8859-3", false, 1, "-C"),
    LATIN_4(110, "ISO-8859-4", false, 1, "-D"),
    CYRILLIC(144, "ISO-8859-5", false, 1, "-L"),
    ARABIC(127, "ISO-8859-6", false, 1, "-G"),
    GREEK(126, "ISO-8859-7", false, 1, "-F"),
    HEBREW(138, "ISO-8859-8", false, 1, "-H"),
    LATIN_5(148, "ISO-8859-9", false, 1, "-M"),
    LATIN_9(203, "ISO-8859-15", false, 1, "-b"),
    THAI(166, "TIS-620", false, 1, "-T"),
    JIS_X_0201_KATAKANA(13, "JIS_X0201", false, 1, ")I"),
    JIS_X_0208(87, "EUC-JP", true, 2, "$B"),
    JIS_X_0212(159, "EUC-JP", true, 2, "$(D"),
    KS_X_1001(149, "EUC-KR", false, 2, "$)C"),
    GB_2312(58, "GB2312", false, 2, "$)A");

    private final int registration;
    private final Charset charset;
    private final boolean inG0;
    private final int width;
    private final byte[] escape;

    CodeSet(int registration, String charset, boolean inG0, int width, String escape) {
        this.registration = registration;
        this.charset = Charset.forName(charset);
        this.inG0 = inG0;
        this.width = width;
        this.escape = escape.getBytes(StandardCharsets.US_ASCII);
    }

    /** An escape sequence: which set it brings in, and its length after ESC. */
    record Designation(CodeSet codeSet, int length) {}

    /** The set that holds from 80H when the term with this registration number is declared first; null if unknown. */
    static @Nullable CodeSet ofRegistration(int registration) {
        for (CodeSet set : values()) {
            if (set.registration == registration) {
                // those of the lower half, and two byte ones, come by escape sequence only
                return set.inG0 ? ASCII : set;
            }
        }
        return null;
    }

    /** The set with this registration number, whichever half it goes to; null if unknown. */
    static @Nullable CodeSet declared(int registration) {
        for (CodeSet set : values()) {
            if (set.registration == registration) {
                return set;
            }
        }
        return null;
    }

    /** True when a character above 7FH is in this set. */
    boolean has(char c) {
        return this != ASCII && charset.newEncoder().canEncode(c);
    }

    void writeEscape(ByteArrayOutputStream out) {
        out.write(0x1B);
        out.writeBytes(escape);
    }

    void write(char c, ByteArrayOutputStream out) {
        out.writeBytes(String.valueOf(c).getBytes(charset));
    }

    /** The designation that begins after an ESC, or null: then the ESC is an ordinary control character. */
    static @Nullable Designation designation(byte[] bytes, int from) {
        for (CodeSet set : values()) {
            byte[] escape = set.escape;
            if (from + escape.length <= bytes.length
                    && java.util.Arrays.equals(bytes, from, from + escape.length, escape, 0, escape.length)) {
                return new Designation(set, escape.length);
            }
        }
        return null;
    }

    /** True for the lower half (bytes below 80H), false for the upper. */
    boolean inG0() {
        return inG0;
    }

    /** Bytes per character. */
    int width() {
        return width;
    }

    /** Decodes what was collected for this set, and empties it. */
    void flush(ByteArrayOutputStream run, StringBuilder into) {
        if (run.size() == 0) {
            return;
        }
        byte[] bytes = run.toByteArray();
        run.reset();
        if (this == JIS_X_0208) {
            setHighBits(bytes);
        } else if (this == JIS_X_0212) {
            bytes = euc3(bytes);
        }
        into.append(new String(bytes, charset));
    }

    private static void setHighBits(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) 0x80;
        }
    }

    /** JIS X 0212 in EUC-JP: a single shift 8FH before each pair. */
    private static byte[] euc3(byte[] pairs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(pairs.length * 3 / 2 + 3);
        for (int i = 0; i < pairs.length; i++) {
            if (i % 2 == 0) {
                out.write(0x8F);
            }
            out.write(pairs[i] | 0x80);
        }
        return out.toByteArray();
    }
}
