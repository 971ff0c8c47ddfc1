package org.qantara.connectors.mllp.frame;

/** Memory with a limit that a test can move. */
final class CountingMemory implements FrameMemory {
    int limit;
    int used;

    CountingMemory(int limit) {
        this.limit = limit;
    }

    @Override
    public boolean reserve(int bytes) {
        if ((long) used + bytes > limit) {
            return false;
        }
        used += bytes;
        return true;
    }

    @Override
    public void release(int bytes) {
        used -= bytes;
        if (used < 0 || bytes < 0) {
            throw new IllegalStateException("released " + bytes + ", left " + used);
        }
    }
}
