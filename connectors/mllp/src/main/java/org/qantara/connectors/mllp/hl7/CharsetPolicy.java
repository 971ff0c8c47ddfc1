package org.qantara.connectors.mllp.hl7;

import static org.qantara.connectors.mllp.hl7.CharsetDecision.Source.ASSUMED;
import static org.qantara.connectors.mllp.hl7.CharsetDecision.Source.BOM;
import static org.qantara.connectors.mllp.hl7.CharsetDecision.Source.DECLARED;
import static org.qantara.connectors.mllp.hl7.CharsetDecision.Source.FACILITY;
import static org.qantara.connectors.mllp.hl7.CharsetDecision.Source.UNKNOWN;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.mllp.hl7.CharsetDecision.Source;

/**
 * Decides the character set of a message, in this order: the endpoint's {@code assumeCharset} (the sender lies), a byte order mark, MSH-18,
 * the endpoint's {@code charset}, and last the bytes: UTF-8 when they are valid UTF-8, else windows-1252.
 *
 * <p>{@code ASCII} in MSH-18 is a default that many senders never change: when the message has other bytes, it counts as saying nothing.
 * Immutable.
 *
 * @param facilityDefault for messages whose MSH-18 is empty; null when the bytes decide
 * @param assumed replaces whatever the sender says; null for senders that can be believed
 */
public record CharsetPolicy(@Nullable Charset facilityDefault, @Nullable Charset assumed) {
    private static final Charset LAST_RESORT = Charset.forName("windows-1252");

    /** What was read: the header, null when there is none that can be read, and the decision. */
    public record Reading(@Nullable Msh msh, CharsetDecision decision) {}

    /** A character set by its Java name or its code of HL7 table 0211; null when nobody knows it or it cannot travel in MLLP. */
    public static @Nullable Charset named(String name) {
        return Table0211.charset(name);
    }

    /** Reads the header of a message and decides. Never fails, whatever the bytes are. */
    public Reading read(byte[] message) {
        String wide = wideEncoding(message);
        if (wide != null) {
            return new Reading(null, new CharsetDecision(StandardCharsets.UTF_8, BOM, refusal(wide)));
        }
        Msh msh = Msh.read(message, StandardCharsets.ISO_8859_1);
        CharsetDecision decision = decide(message, msh);
        boolean sameView = Table0211.delimitersAreBytes(decision.charset());
        return new Reading(sameView ? msh : Msh.read(message, decision.charset()), decision);
    }

    private CharsetDecision decide(byte[] message, @Nullable Msh msh) {
        if (assumed != null) {
            return found(assumed, ASSUMED);
        }
        if (Msh.hasUtf8ByteOrderMark(message)) {
            return found(StandardCharsets.UTF_8, BOM);
        }
        return msh == null || msh.field(18).isBlank() ? undeclared(message) : declared(message, msh);
    }

    /**
     * MSH-18 repeats: the first names the default, further ones what ISO 2022 escapes may switch to. A Japanese one among the further ones decides,
     * because its Java decoder understands ASCII as well.
     */
    private CharsetDecision declared(byte[] message, Msh msh) {
        String[] codes =
                msh.field(18).split(java.util.regex.Pattern.quote(String.valueOf(msh.repetitionSeparator())), 16);
        Charset decided = null;
        for (int i = 0; i < codes.length; i++) {
            String code = codes[i].strip();
            if (code.isEmpty()) {
                continue;
            }
            if (Table0211.cannotTravel(code)) {
                return new CharsetDecision(StandardCharsets.UTF_8, DECLARED, refusal("MSH-18 '" + code + "'"));
            }
            Charset charset = Table0211.charset(code);
            if (charset == null) {
                return found(guess(message), UNKNOWN);
            }
            boolean first = decided == null;
            boolean addsEscapes = charset.name().startsWith("ISO-2022") && !strongerEscapes(decided, charset);
            if (first || addsEscapes) {
                decided = charset;
            }
        }
        if (decided == null || decided.equals(StandardCharsets.US_ASCII) && !isAscii(message)) {
            return undeclared(message);
        }
        return found(decided, DECLARED);
    }

    /** ISO-2022-JP-2 (JIS X 0212) contains ISO-2022-JP. */
    private static boolean strongerEscapes(@Nullable Charset decided, Charset other) {
        return decided != null && decided.name().startsWith(other.name());
    }

    private CharsetDecision undeclared(byte[] message) {
        return facilityDefault != null ? found(facilityDefault, FACILITY) : found(guess(message), ASSUMED);
    }

    private static CharsetDecision found(Charset charset, Source source) {
        return new CharsetDecision(charset, source, null);
    }

    /** Piece by piece: a message may be long, and its text is not wanted here. */
    private static Charset guess(byte[] message) {
        if (isAscii(message)) {
            return StandardCharsets.UTF_8;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(message);
        CharBuffer out = CharBuffer.allocate(8192);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return result.isError() ? LAST_RESORT : StandardCharsets.UTF_8;
    }

    private static boolean isAscii(byte[] message) {
        for (byte value : message) {
            if (value < 0) {
                return false;
            }
        }
        return true;
    }

    /** UTF-16 and UTF-32 by their byte order mark, or by the zero bytes around the letters of MSH. */
    private static @Nullable String wideEncoding(byte[] message) {
        if (message.length < 4) {
            return null;
        }
        int first =
                (message[0] & 0xFF) << 24 | (message[1] & 0xFF) << 16 | (message[2] & 0xFF) << 8 | message[3] & 0xFF;
        return switch (first) {
            case 0x0000FEFF, 0xFFFE0000, 0x0000004D, 0x4D000000 -> "UTF-32";
            case 0x004D0053, 0x4D005300, 0x00420048, 0x42004800, 0x00460048, 0x46004800 -> "UTF-16";
            default -> first >>> 16 == 0xFEFF || first >>> 16 == 0xFFFE ? "UTF-16" : null;
        };
    }

    private static String refusal(String what) {
        return what + " cannot travel in MLLP: its letters contain the bytes 0x0B, 0x1C and 0x0D; send UNICODE UTF-8";
    }
}
