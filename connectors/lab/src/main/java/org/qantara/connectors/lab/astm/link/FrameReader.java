package org.qantara.connectors.lab.astm.link;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.qantara.connectors.lab.astm.link.Profile.Checksum;
import org.qantara.connectors.lab.astm.link.Profile.FrameEnd;
import org.qantara.connectors.lab.astm.link.Profile.FrameNumber;

/**
 * Cuts the bytes of the line into {@link Token}s (6.3.1: {@code STX FN text ETX|ETB C1 C2 CR LF}). Byte by byte, so that it
 * does not matter how the network splits them. Holds at most {@code frameBytesMax} bytes; a longer frame is read to its end
 * without being kept and comes out as {@link Token.Broken}. Not thread-safe: one reader per connection.
 */
public final class FrameReader {
    private enum At {
        OUTSIDE,
        NUMBER,
        TEXT,
        CHECKSUM_HIGH,
        CHECKSUM_LOW,
        END_CR,
        END_LF
    }

    private final Profile profile;
    private final Consumer<Token> out;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream(256);
    private At at = At.OUTSIDE;
    private int sum;
    private boolean end;
    private int checksum;
    private boolean tooLong;
    private boolean enquired;

    public FrameReader(Profile profile, Consumer<Token> out) {
        this.profile = profile;
        this.out = out;
    }

    /** Takes the next byte; emits no, one or two tokens before it returns. */
    public void read(byte b) {
        if (at == At.OUTSIDE) outside(b);
        else if (b == Ascii.STX || b == Ascii.EOT) cut(b);
        else inside(b);
    }

    /** The bytes of an unfinished frame held now. */
    public int heldBytes() {
        return frame.size();
    }

    /** Takes an unfinished frame away, as after the receive timer (6.5.2); empty when there is none. */
    public byte[] takeUnfinished() {
        byte[] begun = at == At.OUTSIDE ? new byte[0] : frame.toByteArray();
        reset();
        return begun;
    }

    private void reset() {
        at = At.OUTSIDE;
        frame.reset();
    }

    private void outside(byte b) {
        if (b == Ascii.STX) begin();
        else if (b != Ascii.CR && b != Ascii.LF) out.accept(new Token.Control(b));
    }

    private void begin() {
        frame.reset();
        sum = 0;
        tooLong = false;
        enquired = false;
        at = profile.frameNumber() == FrameNumber.NONE ? At.TEXT : At.NUMBER;
    }

    /** STX and EOT are forbidden in text (6.6): inside a frame they mean that the frame's rest was lost. */
    private void cut(byte b) {
        byte[] begun = frame.toByteArray();
        reset();
        out.accept(new Token.Cut(begun));
        outside(b);
    }

    private void inside(byte b) {
        // one flipped bit makes ENQ of CR or E; an ACK for it would be taken for the frame's own, and the frame would
        // be lost
        if (b == Ascii.ENQ) enquired = true;
        switch (at) {
            case NUMBER -> {
                keep(b);
                at = At.TEXT;
            }
            case TEXT -> text(b);
            case CHECKSUM_HIGH -> {
                checksum = Character.digit((char) b, 16) << 4;
                at = At.CHECKSUM_LOW;
            }
            case CHECKSUM_LOW -> {
                int low = Character.digit((char) b, 16);
                checksum = checksum < 0 || low < 0 ? -1 : checksum | low;
                afterChecksum();
            }
            case END_CR -> {
                if (b != Ascii.CR) broken("the frame does not end in CR");
                else if (profile.frameEnd() == FrameEnd.CR) finish();
                else at = At.END_LF;
            }
            case END_LF -> {
                if (b != Ascii.LF) broken("the frame does not end in CR LF");
                else finish();
            }
            case OUTSIDE -> throw new IllegalStateException("outside is handled before");
        }
    }

    private void text(byte b) {
        if (b == Ascii.ETX || b == Ascii.ETB) {
            sum += b;
            end = b == Ascii.ETX;
            if (profile.checksum() == Checksum.ABSENT) afterChecksum();
            else at = At.CHECKSUM_HIGH;
        } else {
            keep(b);
        }
    }

    private void keep(byte b) {
        sum += b & 0xFF;
        if (frame.size() < profile.frameBytesMax()) frame.write(b);
        else tooLong = true;
    }

    private void afterChecksum() {
        if (profile.frameEnd() == FrameEnd.NONE) finish();
        else at = At.END_CR;
    }

    private void finish() {
        byte[] bytes = frame.toByteArray();
        boolean numbered = profile.frameNumber() != FrameNumber.NONE;
        int number = numbered && bytes.length > 0 ? bytes[0] - '0' : -1;
        if (enquired) broken("the frame contains ENQ");
        else if (tooLong) broken("the frame is longer than " + profile.frameBytesMax() + " bytes");
        else if (profile.checksum() == Checksum.REQUIRED && checksum != (sum & 0xFF))
            broken("the checksum does not match");
        else if (numbered && (number < 0 || number > highestNumber())) broken("the frame has no frame number");
        else {
            reset();
            byte[] text = numbered ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
            out.accept(new Token.Frame(number, text, end));
        }
    }

    private int highestNumber() {
        return profile.frameNumber() == FrameNumber.ANY ? 9 : 7;
    }

    private void broken(String reason) {
        byte[] bytes = frame.toByteArray();
        reset();
        out.accept(new Token.Broken(reason, bytes));
    }
}
