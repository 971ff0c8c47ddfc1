package org.qantara.connectors.lab.astm.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Bytes as fixtures write them: ISO-8859-1 text with [ENQ], [CR] and the like, and {cs} for the checksum since the last [STX]. */
final class Bytes {
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("STX", 0x02),
            Map.entry("ETX", 0x03),
            Map.entry("EOT", 0x04),
            Map.entry("ENQ", 0x05),
            Map.entry("ACK", 0x06),
            Map.entry("LF", 0x0A),
            Map.entry("CR", 0x0D),
            Map.entry("NAK", 0x15),
            Map.entry("ETB", 0x17));

    private Bytes() {}

    static byte[] of(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            int close = text.charAt(i) == '[' ? text.indexOf(']', i) : -1;
            if (text.startsWith("{cs}", i)) {
                out.writeBytes(String.format("%02X", sum & 0xFF).getBytes(StandardCharsets.US_ASCII));
                i += 3;
            } else if (close > 0 && NAMES.containsKey(text.substring(i + 1, close))) {
                int code = NAMES.get(text.substring(i + 1, close));
                out.write(code);
                sum = code == 0x02 ? 0 : sum + code;
                i = close;
            } else {
                out.write(text.charAt(i));
                sum += text.charAt(i);
            }
        }
        return out.toByteArray();
    }

    static String text(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) out.append(name(b));
        return out.toString();
    }

    private static String name(byte b) {
        for (Map.Entry<String, Integer> entry : NAMES.entrySet())
            if (entry.getValue() == b) return "[" + entry.getKey() + "]";
        return String.valueOf((char) (b & 0xFF));
    }
}
