package org.qantara.connectors.mllp.hl7;

import java.util.Map;

/** HL7 table 0357, message error condition codes. */
final class Table0357 {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("0", "Message accepted"),
            Map.entry("100", "Segment sequence error"),
            Map.entry("101", "Required field missing"),
            Map.entry("102", "Data type error"),
            Map.entry("103", "Table value not found"),
            Map.entry("104", "Value too long"),
            Map.entry("200", "Unsupported message type"),
            Map.entry("201", "Unsupported event code"),
            Map.entry("202", "Unsupported processing id"),
            Map.entry("203", "Unsupported version id"),
            Map.entry("204", "Unknown key identifier"),
            Map.entry("205", "Duplicate key identifier"),
            Map.entry("206", "Application record locked"),
            Map.entry("207", "Application internal error"));

    private Table0357() {}

    static String text(String code) {
        return TEXTS.getOrDefault(code, "Application internal error");
    }
}
