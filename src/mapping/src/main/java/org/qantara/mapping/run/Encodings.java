package org.qantara.mapping.run;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts in other clothes: Base64 of text or hexadecimal digits, media types, a narrative. */
final class Encodings {
    private static final Pattern MIME = Pattern.compile("[a-zA-Z]+/[a-zA-Z0-9][a-zA-Z0-9.+-]*");

    private Encodings() {}

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Base64 of what pairs of hexadecimal digits say; nothing when they are none. */
    static @Nullable String hex(String text) {
        String digits = text.replaceAll("\\s+", "");
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digits));
    }

    /** A media type such as {@code application/pdf}; nothing for anything else. */
    static @Nullable String mime(String text) {
        return MIME.matcher(text).matches() ? text : null;
    }

    /** A text as the content of a narrative. */
    static String xhtml(String text) {
        String safe = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        return "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + safe + "</div>";
    }
}
