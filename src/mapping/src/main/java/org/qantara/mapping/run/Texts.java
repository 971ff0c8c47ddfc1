package org.qantara.mapping.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What text functions do to the characters of a value: each in one pass, because a value may be 20 MB long. */
final class Texts {
    private static final int ADDRESS_MAX = 2_000;

    private Texts() {}

    /** Without blanks of any kind, the non-breaking ones too. */
    static String withoutBlanks(String text) {
        int i = 0;
        while (i < text.length() && !isBlank(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, i);
        for (; i < text.length(); i++) {
            if (!isBlank(text.charAt(i))) {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Without blanks at the ends of its lines and without empty lines around it. */
    static String withoutTrailingBlanks(String text) {
        if (text.indexOf('\n') < 0) {
            return text.strip();
        }
        StringBuilder out = new StringBuilder(text.length());
        int kept = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                out.setLength(kept);
            }
            out.append(c);
            if (c != ' ' && c != '\t') {
                kept = out.length();
            }
        }
        return out.toString().strip();
    }

    static String digits(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), 20));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Whether a text is written as an OID: arcs of digits without leading zeros. */
    static boolean isOid(String text) {
        int n = text.length();
        if (n < 3 || n > ADDRESS_MAX || text.charAt(0) < '0' || text.charAt(0) > '2' || text.charAt(1) != '.') {
            return false;
        }
        for (int i = 2, arc = 2; i <= n; i++) {
            char c = i == n ? '.' : text.charAt(i);
            if (c == '.') {
                if (i == arc || i - arc > 1 && text.charAt(arc) == '0') {
                    return false;
                }
                arc = i + 1;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    /** An OID, a UUID or an absolute URI as URI; null for anything else. */
    static @Nullable String uri(String text) {
        String t = text.trim();
        // a made-up 1.2.3 names nothing that other systems know: HAPI's validator draws the same line
        if (isOid(t) && (t.lastIndexOf('.') >= 5 || t.equals("1.3.88"))) {
            return "urn:oid:" + t;
        }
        if (isUuid(t)) {
            return "urn:uuid:" + t.toLowerCase(Locale.ROOT);
        }
        boolean absolute = t.startsWith("http://") || t.startsWith("https://") || t.startsWith("urn:");
        if (!absolute || t.length() > ADDRESS_MAX || t.charAt(t.length() - 1) == ':' || t.endsWith("://")) {
            return null;
        }
        for (int i = 0; i < t.length(); i++) {
            char c = t.charAt(i);
            if (isBlank(c) || c < ' ' || "\"<>\\^`{|}".indexOf(c) >= 0) {
                return null;
            }
        }
        return t;
    }

    private static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }
}
