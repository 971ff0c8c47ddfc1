package org.qantara.mapping.run;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Facility;

/** From a source text to the form of a FHIR primitive. */
public interface Conversion {
    /** The value as FHIR writes it, or null when the text is none of that type. */
    @Nullable
    String convert(String text, Facility facility);

    Pattern WHITE = Pattern.compile("\\s+");

    /** The conversion for a FHIR primitive type. */
    static Conversion to(String type) {
        return switch (type) {
            case "string", "markdown" -> (t, f) -> characters(t);
            case "boolean" -> (t, f) -> bool(t);
            case "decimal" -> (t, f) -> Numbers.decimal(t);
            case "integer" -> (t, f) -> Numbers.integer(t, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "unsignedInt" -> (t, f) -> Numbers.integer(t, 0, Integer.MAX_VALUE);
            case "positiveInt" -> (t, f) -> Numbers.integer(t, 1, Integer.MAX_VALUE);
            case "date" -> (t, f) -> Times.date(t);
            case "dateTime" -> (t, f) -> Times.dateTime(t, f.zone());
            case "instant" -> (t, f) -> Times.instant(t, f.zone());
            case "time" -> (t, f) -> Times.time(t);
            case "base64Binary" -> (t, f) -> base64(t);
            case "id" -> (t, f) -> t.matches("[A-Za-z0-9.-]{1,64}") ? t : null;
            case "code" -> (t, f) -> code(t);
            case "xhtml" -> (t, f) -> t;
            default -> (t, f) -> token(t);
        };
    }

    /** FHIR strings hold no control characters but tab, CR and LF, and are not blank. */
    private static @Nullable String characters(String text) {
        if (text.isBlank()) {
            return null;
        }
        String clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                clean = text.codePoints()
                        .filter(p -> p >= ' ' || p == '\t' || p == '\n' || p == '\r')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                break;
            }
        }
        String kept = (clean == null ? text : clean).strip();
        return kept.isEmpty() ? null : kept;
    }

    private static @Nullable String token(String text) {
        String trimmed = text.trim();
        return trimmed.isBlank() || hasWhite(trimmed) ? null : trimmed;
    }

    private static @Nullable String code(String text) {
        String trimmed = text.trim();
        return trimmed.isEmpty()
                ? null
                : hasWhite(trimmed) ? WHITE.matcher(trimmed).replaceAll(" ") : trimmed;
    }

    private static boolean hasWhite(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c >= '\t' && c <= '\r') {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String bool(String text) {
        return switch (text.trim().toUpperCase(Locale.ROOT)) {
            case "Y", "1", "TRUE", "T" -> "true";
            case "N", "0", "FALSE", "F" -> "false";
            default -> null;
        };
    }

    private static @Nullable String base64(String text) {
        StringBuilder out = null; // a document of megabytes without line breaks is not copied
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isBase64(c)) {
                if (out != null) {
                    out.append(c);
                }
            } else if (c > ' ') {
                return null;
            } else if (out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            }
        }
        String clean = out == null ? text : out.toString();
        return clean.length() % 4 == 0 ? clean : null;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '=';
    }
}
