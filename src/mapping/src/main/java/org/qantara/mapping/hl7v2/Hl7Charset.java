package org.qantara.mapping.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Charsets as MSH-18 names them (HL7 table 0211), for files that no connector has looked at. */
public final class Hl7Charset {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("ASCII", "US-ASCII"),
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("UNICODE UTF-8", "UTF-8"),
            Map.entry("UTF-8", "UTF-8"),
            Map.entry("UTF8", "UTF-8"),
            Map.entry("UNICODE UTF-16", "UTF-16"),
            Map.entry("UNICODE UTF-32", "UTF-32"),
            Map.entry("ISO IR87", "ISO-2022-JP"),
            Map.entry("ISO IR159", "ISO-2022-JP-2"),
            Map.entry("ISO IR14", "x-JIS0208"),
            Map.entry("GB 18030-2000", "GB18030"),
            Map.entry("KS X 1001", "EUC-KR"),
            Map.entry("CNS 11643-1992", "EUC-TW"),
            Map.entry("BIG-5", "Big5"));

    private Hl7Charset() {}

    /** The charset that a message declares in MSH-18, or {@code otherwise} when it declares none that is known. */
    public static Charset declared(byte[] message, Charset otherwise) {
        try {
            String name = Hl7Message.read(message, StandardCharsets.ISO_8859_1).text("MSH-18");
            Charset charset = name == null ? null : of(name);
            // plain ASCII is never contradicted by UTF-8, and what follows it wrongly is more often that than anything
            // else
            return charset == null || charset.equals(StandardCharsets.US_ASCII) ? otherwise : charset;
        } catch (Hl7Unreadable e) {
            return otherwise; // the reader will say the same with its place
        }
    }

    /** The charset of a name of table 0211, or null when it is not known here. */
    public static @Nullable Charset of(String name) {
        String key = name.trim().toUpperCase(Locale.ROOT);
        String java = NAMES.get(key);
        if (java == null && key.matches("8859/\\d{1,2}")) {
            java = "ISO-8859-" + key.substring(5);
        }
        return java != null && Charset.isSupported(java) ? Charset.forName(java) : null;
    }
}
