package org.qantara.connectors.mllp.server;

/**
 * What one endpoint lets its senders do.
 *
 * @param frameBytesMax a longer frame is refused
 * @param pipelineFramesMax whole frames of one connection that may wait; then reading pauses
 * @param halfFrameTimeoutMs silence inside a frame
 * @param frameTimeoutMs from a frame's first to its last byte
 * @param idleTimeoutMs silence between frames; 0 = never
 * @param writeTimeoutMs how long the sender may leave its answers unread
 * @param strayBytesMax bytes outside frames of one connection
 * @param connectionsMax in total
 * @param connectionsPerPeerMax of one address
 * @param messagesPerSecondPerPeerMax of one address; 0 = no limit
 */
public record Limits(
        int frameBytesMax,
        int pipelineFramesMax,
        long halfFrameTimeoutMs,
        long frameTimeoutMs,
        long idleTimeoutMs,
        long writeTimeoutMs,
        int strayBytesMax,
        int connectionsMax,
        int connectionsPerPeerMax,
        int messagesPerSecondPerPeerMax) {

    public static final Limits DEFAULTS =
            new Limits(32 << 20, 16, 30_000, 300_000, 86_400_000, 30_000, 4096, 2000, 500, 0);

    public Limits {
        requirePositive("frameBytesMax", frameBytesMax);
        requirePositive("pipelineFramesMax", pipelineFramesMax);
        requirePositive("halfFrameTimeoutMs", halfFrameTimeoutMs);
        requirePositive("frameTimeoutMs", frameTimeoutMs);
        requirePositive("writeTimeoutMs", writeTimeoutMs);
        requirePositive("strayBytesMax", strayBytesMax);
        requirePositive("connectionsMax", connectionsMax);
        requirePositive("connectionsPerPeerMax", connectionsPerPeerMax);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
        }
    }
}
