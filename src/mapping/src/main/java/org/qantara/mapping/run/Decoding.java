package org.qantara.mapping.run;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Whether bytes are text in a charset. Stateless. */
final class Decoding {
    private static final int CHUNK = 4096;

    private Decoding() {}

    /**
     * What is wrong with a charset.
     *
     * @param at the first byte that shows it
     */
    record Wrong(int at, String text) {}

    /** Why the bytes are not text in the charset; null when they are. */
    static @Nullable Wrong wrong(byte[] body, Charset charset) {
        int at = undecodable(body, charset);
        if (at >= 0) {
            return new Wrong(at, "the bytes are no text in " + charset.name());
        }
        boolean oneByte =
                charset.name().startsWith("ISO-8859-") || charset.name().startsWith("windows-125");
        int sign = oneByte ? firstBeyondAscii(body) : -1;
        // accented letters of one byte hardly ever look like UTF-8; a whole message of them never does
        return sign >= 0 && undecodable(body, StandardCharsets.UTF_8) < 0
                ? new Wrong(sign, "the bytes are UTF-8, not " + charset.name())
                : null;
    }

    private static int firstBeyondAscii(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            if (body[i] < 0) {
                return i;
            }
        }
        return -1;
    }

    /** The first byte that the charset does not know, or -1. */
    private static int undecodable(byte[] body, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return result.isError() ? in.position() : -1;
    }
}
