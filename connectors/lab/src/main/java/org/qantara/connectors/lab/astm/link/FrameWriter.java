package org.qantara.connectors.lab.astm.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.qantara.connectors.lab.astm.link.Profile.Checksum;
import org.qantara.connectors.lab.astm.link.Profile.FrameEnd;
import org.qantara.connectors.lab.astm.link.Profile.FrameNumber;
import org.qantara.connectors.lab.astm.link.Profile.SendFraming;

/** Cuts a message into frames (6.3.1-6.3.3), numbered from 1. A pure function of profile and message. */
public final class FrameWriter {
    private FrameWriter() {}

    /**
     * The frames of a message, whole as they go on the wire.
     *
     * @throws IllegalArgumentException when the message is empty or holds a character that 6.6 forbids; says at which byte
     */
    public static List<byte[]> frames(Profile profile, byte[] message) {
        if (message.length == 0) throw new IllegalArgumentException("the message to send is empty");
        for (int i = 0; i < message.length; i++)
            if (Ascii.restricted(message[i]))
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "byte %d of the message to send is 0x%02X, which LIS01 6.6 forbids in a message; end records with CR alone",
                        i,
                        message[i]));
        List<byte[]> frames = new ArrayList<>();
        for (int from = 0; from < message.length; ) {
            int unitEnd = profile.sendFraming() == SendFraming.RECORD ? recordEnd(message, from) : message.length;
            int to = Math.min(unitEnd, from + profile.sendTextBytesMax());
            frames.add(frame(profile, (frames.size() + 1) % 8, message, from, to, to == unitEnd));
            from = to;
        }
        return frames;
    }

    private static int recordEnd(byte[] message, int from) {
        for (int i = from; i < message.length; i++) if (message[i] == Ascii.CR) return i + 1;
        return message.length;
    }

    private static byte[] frame(Profile profile, int number, byte[] message, int from, int to, boolean end) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(to - from + 8);
        if (profile.frameNumber() != FrameNumber.NONE) frame.write('0' + number);
        frame.write(message, from, to - from);
        frame.write(end ? Ascii.ETX : Ascii.ETB);
        byte[] summed = frame.toByteArray();
        frame.reset();
        frame.write(Ascii.STX);
        frame.writeBytes(summed);
        if (profile.checksum() != Checksum.ABSENT) frame.writeBytes(checksum(summed));
        if (profile.frameEnd() != FrameEnd.NONE) frame.write(Ascii.CR);
        if (profile.frameEnd() == FrameEnd.CRLF) frame.write(Ascii.LF);
        return frame.toByteArray();
    }

    /** Two upper-case hexadecimal digits of the sum modulo 256, from the frame number to ETX or ETB (6.3.3). */
    static byte[] checksum(byte[] summed) {
        int sum = 0;
        for (byte b : summed) sum += b & 0xFF;
        return String.format(Locale.ROOT, "%02X", sum & 0xFF).getBytes(StandardCharsets.US_ASCII);
    }
}
