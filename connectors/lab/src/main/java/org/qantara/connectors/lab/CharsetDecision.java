package org.qantara.connectors.lab;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Which character set a message without a declaration is in. A byte order mark decides, then what the route says, then the
 * bytes: NUL at every other place is UTF-16, well-formed multi-byte UTF-8 is UTF-8, and between ISO-8859-1 and MacRoman the
 * accented letters of French decide (é is E9 in one and 8E in the other). The bytes themselves are never changed.
 *
 * @param charset Java name of the character set
 * @param source {@code bom}, {@code facility} or {@code assumed}
 */
public record CharsetDecision(String charset, String source) {
    private static final int LOOK_BYTES_MAX = 65_536;
    // à â ç é è ê ë î ï ô ù û É Ç in MacRoman
    private static final String MAC_LETTERS =
            "\u0088\u0089\u008D\u008E\u008F\u0090\u0091\u0094\u0095\u0099\u009D\u009E\u0083\u0082";

    /** Decides for these bytes; {@code configured} is the route's character set or empty. */
    public static CharsetDecision of(byte[] bytes, String configured) {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) return new CharsetDecision("UTF-8", "bom");
        if (starts(bytes, 0xFE, 0xFF)) return new CharsetDecision("UTF-16BE", "bom");
        if (starts(bytes, 0xFF, 0xFE)) return new CharsetDecision("UTF-16LE", "bom");
        if (!configured.isEmpty())
            return new CharsetDecision(Charset.forName(configured).name(), "facility");
        return new CharsetDecision(assumed(bytes), "assumed");
    }

    private static String assumed(byte[] bytes) {
        int length = Math.min(bytes.length, LOOK_BYTES_MAX);
        int evenNuls = 0;
        int oddNuls = 0;
        int high = 0;
        int latin = 0;
        int mac = 0;
        for (int i = 0; i < length; i++) {
            int b = bytes[i] & 0xFF;
            if (b == 0 && i % 2 == 0) evenNuls++;
            else if (b == 0) oddNuls++;
            if (b < 0x80) continue;
            high++;
            if (b >= 0xC0) latin++;
            if (b < 0xA0 && MAC_LETTERS.indexOf(b) >= 0) mac++;
        }
        if (evenNuls > length / 4) return "UTF-16BE";
        if (oddNuls > length / 4) return "UTF-16LE";
        if (high == 0 || !wellFormedUtf8(bytes)) return mac > latin ? "x-MacRoman" : "ISO-8859-1";
        return "UTF-8";
    }

    private static boolean wellFormedUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean starts(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) return false;
        for (int i = 0; i < mark.length; i++) if ((bytes[i] & 0xFF) != mark[i]) return false;
        return true;
    }
}
