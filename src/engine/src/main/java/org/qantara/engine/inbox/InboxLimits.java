package org.qantara.engine.inbox;

/**
 * What the inbox may use.
 *
 * @param senders sessions that send side by side
 * @param confirmTimeoutMs how long a sender is kept waiting for the journal; below the senders' own ACK timeouts
 * @param underWayBytesMax bytes sent and not yet confirmed, over all connections
 */
public record InboxLimits(int senders, long confirmTimeoutMs, long underWayBytesMax) {
    /** Four senders, 5 s, 128 MiB. */
    public static final InboxLimits DEFAULT = new InboxLimits(4, 5_000, 128L << 20);
}
