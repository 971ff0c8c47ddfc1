package org.qantara.connectors.mllp.frame;

/** What {@link Framer#next} found in the byte stream. */
public sealed interface FrameEvent {

    /** A whole frame without its block characters. The receiver owns {@code body.length} reserved bytes of {@link FrameMemory}. */
    record Complete(byte[] body) implements FrameEvent {}

    /**
     * A frame that was abandoned because the sender began another one inside it. The receiver owns {@code partial.length} reserved bytes.
     */
    record Interrupted(byte[] partial) implements FrameEvent {}

    /**
     * A frame over the limit. {@code head} is its beginning (the receiver owns {@code head.length} reserved bytes), {@code length} what was
     * counted; {@code ended} says whether its end block arrived. When not, the stream cannot be followed any more: close the connection.
     */
    record Oversized(byte[] head, long length, boolean ended) implements FrameEvent {}

    /** Bytes outside any frame: up to {@value Framer#STRAY_SAMPLE_BYTES} of them, and how many there were. */
    record Stray(byte[] sample, int count) implements FrameEvent {}

    /** The memory for the next byte was refused. Nothing was consumed; call again when memory was released. */
    record Starved() implements FrameEvent {}
}
