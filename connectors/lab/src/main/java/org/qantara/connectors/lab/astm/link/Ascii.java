package org.qantara.connectors.lab.astm.link;

/** The control characters of the data link, and which of them may not stand in a message (6.6). */
public final class Ascii {
    public static final byte STX = 0x02;
    public static final byte ETX = 0x03;
    public static final byte EOT = 0x04;
    public static final byte ENQ = 0x05;
    public static final byte ACK = 0x06;
    public static final byte LF = 0x0A;
    public static final byte CR = 0x0D;
    public static final byte NAK = 0x15;
    public static final byte ETB = 0x17;

    private Ascii() {}

    /** Whether the standard forbids this byte in the text of a frame: SOH STX ETX EOT ENQ ACK DLE NAK SYN ETB LF DC1-DC4. */
    public static boolean restricted(byte b) {
        return (b >= 0x01 && b <= 0x06) || b == LF || (b >= 0x10 && b <= 0x17);
    }
}
