package org.qantara.connectors.dicom.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** AE titles and UIDs on the wire: ISO 646, padded with blanks or, by some senders, with NUL. */
final class Text {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Text() {}

    /** The text up to the first NUL, without blanks around it. */
    static String read(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        int nul = text.indexOf('\0');
        // no line breaks and the like: these texts appear in logs
        return CONTROL.matcher((nul < 0 ? text : text.substring(0, nul)).strip())
                .replaceAll("?");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** An AE title padded to its 16 bytes (PS3.8 table 9-11). */
    static byte[] aeTitle(String title) {
        if (title.length() > 16) {
            throw new IllegalArgumentException("AE title \"" + title + "\" must have at most 16 characters");
        }
        return bytes("%-16s".formatted(title));
    }
}
