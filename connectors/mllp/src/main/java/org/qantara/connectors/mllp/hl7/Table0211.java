package org.qantara.connectors.mllp.hl7;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HL7 table 0211, alternate character sets, with the Java character set that decodes each, and the spellings that senders use instead.
 *
 * <p>Not in the table but understood: names that Java knows ({@code windows-1256}, {@code ISO-8859-6}), because senders write them.
 */
final class Table0211 {
    /** By {@link #key}. Charsets of the optional {@code jdk.charsets} module are looked up late, so that a small runtime starts without them. */
    private static final Map<String, String> JAVA_NAMES = Map.ofEntries(
            Map.entry("ASCII", "US-ASCII"),
            Map.entry("ISOIR6", "US-ASCII"),
            Map.entry("ISOIR14", "JIS_X0201"),
            Map.entry("ISOIR87", "ISO-2022-JP"),
            Map.entry("ISOIR159", "ISO-2022-JP-2"),
            Map.entry("JISX0202", "ISO-2022-JP"),
            Map.entry("JAS2020", "ISO-2022-JP"),
            Map.entry("GB180302000", "GB18030"),
            Map.entry("KSX1001", "EUC-KR"),
            Map.entry("CNS116431992", "x-EUC-TW"),
            Map.entry("BIG5", "Big5"),
            // UNICODE without a form is UCS-2 by the letter of 2.3.1, which no MLLP frame can hold: senders that write
            // it send UTF-8.
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("UNICODEUTF8", "UTF-8"),
            Map.entry("UTF8", "UTF-8"));

    private static final Set<String> CANNOT_TRAVEL = Set.of(
            "UNICODEUTF16",
            "UNICODEUTF32",
            "UTF16",
            "UTF32",
            "UTF16LE",
            "UTF16BE",
            "UTF32LE",
            "UTF32BE",
            "UCS2",
            "UNICODEUCS2");

    private Table0211() {}

    /** The character set that {@code code} (one repetition of MSH-18) names; null when nobody knows it or it cannot travel in MLLP. */
    static @Nullable Charset charset(String code) {
        String key = key(code);
        if (CANNOT_TRAVEL.contains(key)) {
            return null;
        }
        String iso8859 = key.startsWith("ISO8859") ? key.substring(3) : key;
        if (iso8859.startsWith("8859") && iso8859.length() > 4) {
            return named("ISO-8859-" + iso8859.substring(4), "x-iso-8859-" + iso8859.substring(4));
        }
        String javaName = JAVA_NAMES.get(key);
        return javaName == null ? named(code.strip()) : named(javaName);
    }

    /** UTF-16 and UTF-32 contain the block characters of MLLP as halves of ordinary letters. */
    static boolean cannotTravel(String code) {
        return CANNOT_TRAVEL.contains(key(code));
    }

    /**
     * True when a byte below 0x80 always is the ASCII character, so that delimiters can be found in the bytes. Not so in the others: the second
     * byte of a GB 18030, Big5 or ISO 2022 character may look like {@code |} or {@code ^}.
     */
    static boolean delimitersAreBytes(Charset charset) {
        String name = charset.name();
        return charset.equals(StandardCharsets.UTF_8)
                || name.startsWith("ISO-8859")
                || name.startsWith("windows-125")
                || name.startsWith("EUC-")
                || charset.newEncoder().maxBytesPerChar() == 1.0f;
    }

    private static @Nullable Charset named(String... names) {
        for (String name : names) {
            try {
                if (Charset.isSupported(name) && Charset.forName(name).canEncode()) {
                    return Charset.forName(name);
                }
            } catch (IllegalCharsetNameException e) {
                // not a name at all: the next one, or unknown
                continue;
            }
        }
        return null;
    }

    /** Upper case without blanks, slashes, hyphens and underscores: {@code UNICODE UTF-8} and {@code unicode_utf8} are the same. */
    private static String key(String code) {
        StringBuilder key = new StringBuilder(code.length());
        for (char c : code.toUpperCase(Locale.ROOT).toCharArray()) {
            if (Character.isLetterOrDigit(c)) {
                key.append(c);
            }
        }
        return key.toString();
    }
}
