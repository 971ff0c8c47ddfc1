package org.qantara.connectors.mllp.server;

/** Bytes as a log may show them: delimiters and control characters stay, letters become {@code x}, digits {@code 9}, other bytes {@code ?}. */
final class Masked {
    private Masked() {}

    /** The last {@code count} bytes. */
    static String tail(byte[] bytes, int count) {
        StringBuilder text = new StringBuilder(count * 2);
        for (int i = Math.max(0, bytes.length - count); i < bytes.length; i++) {
            int value = bytes[i] & 0xFF;
            if (value >= '0' && value <= '9') {
                text.append('9');
            } else if (value >= 'A' && value <= 'Z' || value >= 'a' && value <= 'z') {
                text.append('x');
            } else if (value < ' ' || value == 0x7F) {
                text.append(String.format("<%02X>", value));
            } else {
                text.append(value < 0x7F ? (char) value : '?');
            }
        }
        return text.toString();
    }
}
