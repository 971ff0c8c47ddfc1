package org.qantara.connectors.mllp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into MLLP frames: {@code 0x0B body 0x1C 0x0D} (HL7 v2 Transport Specification: MLLP, release 1).
 *
 * <p>Single bytes 0x0B, 0x1C and 0x0D inside a body are content. Two deviations of real senders are understood. A start block followed by
 * {@code MSH}, {@code BHS} or {@code FHS} inside a body is a sender that gave up on a message and began the next: taking it as content would
 * glue two patients together. And an end block without its carriage return counts when such a start follows it.
 *
 * <p>State is one growing array, at most {@code frameBytesMax} long. Not thread-safe: one per connection, on its event loop.
 */
public final class Framer {
    public static final byte START_BLOCK = 0x0B;
    public static final byte END_BLOCK = 0x1C;
    public static final byte CARRIAGE_RETURN = 0x0D;
    /** How much of an over-long frame is kept: enough for its MSH. */
    public static final int HEAD_BYTES = 16 * 1024;

    static final int STRAY_SAMPLE_BYTES = 64;
    private static final FrameEvent STARVED = new FrameEvent.Starved();
    private static final byte[] EMPTY = {};
    private static final ByteProcessor BLOCK_CHARACTER = value -> value != START_BLOCK && value != END_BLOCK;

    private enum State {
        BETWEEN,
        CONTENT,
        SKIPPING
    }

    private final int frameBytesMax;
    private final FrameMemory memory;
    private State state = State.BETWEEN;
    private byte[] buffer = EMPTY;
    private int length;
    private long counted;
    /** An end block was read and the byte after it was not seen yet; it is not in the buffer. */
    private boolean endBlockSeen;
    /** Where in the buffer the last start block inside the content lies, while the three bytes after it are awaited; else -1. */
    private int restartAt = -1;

    /** @param frameBytesMax the longest body that is kept whole */
    public Framer(int frameBytesMax, FrameMemory memory) {
        if (frameBytesMax < 1 || frameBytesMax > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException(
                    "frameBytesMax is " + frameBytesMax + ", expected 1 to " + Integer.MAX_VALUE / 4);
        }
        this.frameBytesMax = frameBytesMax;
        this.memory = memory;
    }

    /** True between a start block and its end block. */
    public boolean inFrame() {
        return state != State.BETWEEN;
    }

    /** Reads up to the next event; null when {@code in} holds no further one. Leaves what it did not look at in {@code in}. */
    public @Nullable FrameEvent next(ByteBuf in) {
        while (in.isReadable()) {
            FrameEvent event =
                    switch (state) {
                        case BETWEEN -> between(in);
                        case CONTENT -> content(in);
                        case SKIPPING -> skipping(in);
                    };
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    /** True when the frame's end block has arrived, but not yet the carriage return after it. */
    public boolean endBlockSeen() {
        return endBlockSeen;
    }

    /**
     * Takes what arrived of an unfinished frame (the first {@value #HEAD_BYTES} bytes of an over-long one; never a trailing end block) and starts
     * afresh. The receiver owns its length in reserved bytes.
     */
    public byte[] takePartial() {
        return take(length, 0);
    }

    private @Nullable FrameEvent between(ByteBuf in) {
        int at = in.indexOf(in.readerIndex(), in.writerIndex(), START_BLOCK);
        int stray = at < 0 ? in.readableBytes() : at - in.readerIndex();
        if (stray > 0) {
            byte[] sample = new byte[Math.min(stray, STRAY_SAMPLE_BYTES)];
            in.getBytes(in.readerIndex(), sample);
            in.skipBytes(stray);
            return new FrameEvent.Stray(sample, stray);
        }
        in.skipBytes(1);
        state = State.CONTENT;
        return null;
    }

    private @Nullable FrameEvent content(ByteBuf in) {
        byte first = in.getByte(in.readerIndex());
        if (endBlockSeen) {
            if (first == CARRIAGE_RETURN) {
                in.skipBytes(1);
                return new FrameEvent.Complete(take(length, 0));
            }
            if (length + 1 > frameBytesMax) {
                return startSkipping(in);
            }
            if (!room(length + 1, in.readableBytes())) {
                return STARVED;
            }
            buffer[length++] = END_BLOCK;
            endBlockSeen = false;
            return null;
        }
        if (first == END_BLOCK) {
            in.skipBytes(1);
            endBlockSeen = true;
            restartAt = -1;
            return null;
        }
        int run = runLength(in, first);
        if (length + (long) run > frameBytesMax) {
            return startSkipping(in);
        }
        if (!room(length + run, in.readableBytes())) {
            return STARVED;
        }
        in.readBytes(buffer, length, run);
        if (first == START_BLOCK) {
            restartAt = length;
        }
        length += run;
        if (restartAt >= 0 && length - restartAt == 4) {
            int start = restartAt;
            restartAt = -1;
            return beginsMessage(start + 1) ? restart(start) : null;
        }
        return null;
    }

    /** How many bytes can be copied at once: a start block alone, then one by one while a restart is possible, then up to a block character. */
    private int runLength(ByteBuf in, byte first) {
        if (first == START_BLOCK || restartAt >= 0) {
            return 1;
        }
        int at = in.forEachByte(BLOCK_CHARACTER);
        return at < 0 ? in.readableBytes() : at - in.readerIndex();
    }

    private boolean beginsMessage(int at) {
        byte first = buffer[at];
        byte second = buffer[at + 1];
        byte third = buffer[at + 2];
        return third == 'H' && first == 'M' && second == 'S'
                || third == 'S' && second == 'H' && (first == 'B' || first == 'F');
    }

    private FrameEvent restart(int start) {
        byte[] opening = Arrays.copyOfRange(buffer, start + 1, length);
        boolean ended = start > 0 && buffer[start - 1] == END_BLOCK;
        byte[] body = take(ended ? start - 1 : start, opening.length);
        state = State.CONTENT;
        buffer = opening;
        length = opening.length;
        return ended ? new FrameEvent.Complete(body) : new FrameEvent.Interrupted(body);
    }

    private @Nullable FrameEvent startSkipping(ByteBuf in) {
        int head = Math.min(Math.min(HEAD_BYTES, frameBytesMax), length + (endBlockSeen ? 0 : in.readableBytes()));
        if (!room(head, head)) {
            return STARVED;
        }
        counted = Math.max(length, head);
        if (head > length) {
            in.readBytes(buffer, length, head - length);
        }
        if (buffer.length > head) {
            memory.release(buffer.length - head);
            buffer = Arrays.copyOf(buffer, head);
        }
        length = head;
        restartAt = -1;
        state = State.SKIPPING;
        return null;
    }

    private @Nullable FrameEvent skipping(ByteBuf in) {
        while (in.isReadable()) {
            byte value = in.readByte();
            counted++;
            if (endBlockSeen && value == CARRIAGE_RETURN) {
                return oversized(true);
            }
            endBlockSeen = value == END_BLOCK;
            if (counted > 2L * frameBytesMax) {
                return oversized(false);
            }
        }
        return null;
    }

    private FrameEvent oversized(boolean ended) {
        long total = counted;
        return new FrameEvent.Oversized(take(length, 0), total, ended);
    }

    private byte[] take(int bodyLength, int kept) {
        memory.release(buffer.length - bodyLength - kept);
        byte[] body = buffer.length == bodyLength ? buffer : Arrays.copyOf(buffer, bodyLength);
        state = State.BETWEEN;
        buffer = EMPTY;
        length = 0;
        counted = 0;
        endBlockSeen = false;
        restartAt = -1;
        return body;
    }

    /** Makes the buffer at least {@code needed} long; the first time as long as what has already arrived, so that a small frame is copied once. */
    private boolean room(int needed, int readable) {
        if (needed <= buffer.length) {
            return true;
        }
        int wanted = buffer.length == 0
                ? Math.max(needed, Math.min(readable, frameBytesMax))
                : Math.max(needed, buffer.length * 2);
        int size = Math.min(wanted, frameBytesMax);
        if (!memory.reserve(size - buffer.length)) {
            return false;
        }
        buffer = Arrays.copyOf(buffer, size);
        return true;
    }
}
