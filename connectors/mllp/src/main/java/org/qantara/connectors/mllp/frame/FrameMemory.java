package org.qantara.connectors.mllp.frame;

/** The memory one connection may take for its unfinished and unanswered frames. Called on the connection's event loop only. */
public interface FrameMemory {

    /** Takes {@code bytes} more; false when they are not to be had now. */
    boolean reserve(int bytes);

    /** Gives back {@code bytes} that were reserved. */
    void release(int bytes);

    /** Never refuses: for clients and tests, whose frames are bounded elsewhere. */
    FrameMemory UNBOUNDED = new FrameMemory() {
        @Override
        public boolean reserve(int bytes) {
            return true;
        }

        @Override
        public void release(int bytes) {}
    };
}
