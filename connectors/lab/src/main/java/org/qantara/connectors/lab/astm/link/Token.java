package org.qantara.connectors.lab.astm.link;

/** What {@link FrameReader} makes of the bytes of the line. */
public sealed interface Token {
    /** A byte outside a frame: ENQ, ACK, NAK, EOT or noise. CR and LF between frames are swallowed. */
    record Control(byte code) implements Token {}

    /**
     * A whole frame with a right checksum (or none wanted).
     *
     * @param number 0 to 7 (other digits only in profiles that ignore it), -1 when the profile has no numbers
     * @param text the bytes between frame number and ETX or ETB
     * @param end true for ETX (end frame), false for ETB (the record goes on in the next frame)
     */
    record Frame(int number, byte[] text, boolean end) implements Token {}

    /**
     * A frame that must be answered NAK (6.5.1.1).
     *
     * @param reason what is wrong, in words without any of its text
     * @param bytes what was kept of it
     */
    record Broken(String reason, byte[] bytes) implements Token {}

    /** The begin of a frame that another STX, an ENQ or an EOT cut short; not answered, because its sender went on. */
    record Cut(byte[] bytes) implements Token {}
}
