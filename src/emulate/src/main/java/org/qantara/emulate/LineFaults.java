package org.qantara.emulate;

import java.util.Random;

/** Transmission errors on a line, drawn from a seed so that a run can be repeated. Not thread-safe: one per line. */
public final class LineFaults {
    /** What may happen to a frame or to its acknowledgement. */
    public enum Fault {
        NONE,
        /** A bit of the frame is flipped. */
        FLIPPED_BIT,
        /** Only the first half of the frame arrives. */
        CUT_FRAME,
        /** The acknowledgement arrives as another character: the sender repeats the frame. */
        GARBLED_ANSWER,
        /** The acknowledgement never arrives: the sender gives the session up and sends the message again. */
        LOST_ANSWER,
        /** The connection breaks before the acknowledgement arrives. */
        BROKEN_CONNECTION
    }

    private static final Fault[] KINDS = Fault.values();

    private final Random random;
    private final double rate;

    public LineFaults(long seed, double rate) {
        this.random = new Random(seed);
        this.rate = rate;
    }

    /** A line without errors. */
    public static LineFaults none() {
        return new LineFaults(0, 0);
    }

    Fault next() {
        return random.nextDouble() < rate ? KINDS[1 + random.nextInt(KINDS.length - 1)] : Fault.NONE;
    }

    /** The frame with one bit of its text flipped. */
    byte[] flip(byte[] frame) {
        byte[] damaged = frame.clone();
        damaged[1 + random.nextInt(frame.length - 1)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }
}
