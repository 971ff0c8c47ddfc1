package org.qantara.connectors.lab.astm.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the texts of frames together to messages, from the header record H to the terminator record L (LIS02-A2 5.1). A
 * frame's text is first offered and then, when its acknowledgement may be sent, kept or taken back, so that a message is
 * never acknowledged before it is stored. Bytes are kept as received; the one addition is a CR where an end frame stops
 * without one, because without it the next record could not be told from this one. Looks at each byte once. Not
 * thread-safe.
 */
final class MessageAssembler {
    /** A part of the stream that is ready to be handed over; {@code fault} says why it is not a whole message, or is empty. */
    record Piece(byte[] bytes, String fault) {
        boolean whole() {
            return fault.isEmpty();
        }
    }

    private final int messageBytesMax;
    private byte[] buffer = new byte[512];
    private int length;
    // where the scan stands: begin of the record being read, next byte to look at, delimiter of the open message
    private int recordStart;
    private int scanned;
    private boolean open;
    private byte delimiter = '|';
    // the same before the last offer
    private int keptLength;
    private int keptRecordStart;
    private int keptScanned;
    private boolean keptOpen;
    private byte keptDelimiter = '|';
    private int cutAt;

    MessageAssembler(int messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    /** Whether this text would make the unfinished message longer than the limit. */
    boolean tooLong(byte[] text) {
        return (long) length + text.length + 1 > messageBytesMax;
    }

    /** Adds a frame's text for the time being and answers what it completes. Must be followed by keep or takeBack. */
    List<Piece> offer(byte[] text, boolean end) {
        append(text);
        if (end && text.length > 0 && text[text.length - 1] != Ascii.CR && text[text.length - 1] != Ascii.LF)
            append(new byte[] {Ascii.CR});
        return scan();
    }

    /** The offered text belongs to the stream now, and what it completed leaves the buffer. */
    void keep() {
        System.arraycopy(buffer, cutAt, buffer, 0, length - cutAt);
        length -= cutAt;
        recordStart -= cutAt;
        scanned -= cutAt;
        cutAt = 0;
        mark();
    }

    /** The offered text was not accepted: as if it had never been offered. */
    void takeBack() {
        length = keptLength;
        recordStart = keptRecordStart;
        scanned = keptScanned;
        open = keptOpen;
        delimiter = keptDelimiter;
        cutAt = 0;
    }

    /** What is unfinished; empty when nothing is. */
    byte[] unfinished() {
        return hasContent(0, length) ? Arrays.copyOf(buffer, length) : new byte[0];
    }

    int heldBytes() {
        return length;
    }

    /** Forgets what is unfinished. */
    void reset() {
        buffer = buffer.length > 65_536 ? new byte[512] : buffer;
        length = 0;
        recordStart = 0;
        scanned = 0;
        open = false;
        cutAt = 0;
        mark();
    }

    private void mark() {
        keptLength = length;
        keptRecordStart = recordStart;
        keptScanned = scanned;
        keptOpen = open;
        keptDelimiter = delimiter;
    }

    private void append(byte[] text) {
        if (length + text.length > buffer.length)
            buffer = Arrays.copyOf(buffer, Math.max(length + text.length, buffer.length * 2));
        System.arraycopy(text, 0, buffer, length, text.length);
        length += text.length;
    }

    private List<Piece> scan() {
        List<Piece> pieces = new ArrayList<>();
        for (; scanned < length; scanned++) {
            if (buffer[scanned] != Ascii.CR && buffer[scanned] != Ascii.LF) continue;
            if (scanned > recordStart) record(pieces);
            recordStart = scanned + 1;
        }
        return pieces;
    }

    /** One record ends at {@code scanned}: a header opens a message, a terminator closes it. */
    private void record(List<Piece> pieces) {
        byte type = buffer[recordStart];
        boolean typeAlone = scanned == recordStart + 1;
        byte after = typeAlone ? delimiter : buffer[recordStart + 1];
        if (type == 'H' && !typeAlone && isDelimiter(after)) {
            if (recordStart > cutAt && hasContent(cutAt, recordStart))
                cut(
                        pieces,
                        recordStart,
                        open
                                ? "a new header record came before the terminator record L"
                                : "records without a header record H");
            open = true;
            delimiter = after;
        } else if (type == 'L' && after == delimiter) {
            int to = scanned + 1 < length && buffer[scanned + 1] == Ascii.LF ? scanned + 2 : scanned + 1;
            cut(pieces, to, open ? "" : "records without a header record H");
            open = false;
        }
    }

    private void cut(List<Piece> pieces, int to, String fault) {
        pieces.add(new Piece(Arrays.copyOfRange(buffer, cutAt, to), fault));
        cutAt = to;
    }

    private boolean hasContent(int from, int to) {
        for (int i = from; i < to; i++) if (buffer[i] != Ascii.CR && buffer[i] != Ascii.LF) return true;
        return false;
    }

    /** LIS02-A2 5.4.1: delimiters are no letters or digits. */
    private static boolean isDelimiter(byte b) {
        return b < 0 || (b > ' ' && !Character.isLetterOrDigit((char) b));
    }
}
