package org.qantara.engine.delivery;

/**
 * How often and how long.
 *
 * @param workers deliveries under way at most, per destination
 * @param backOffMinMs first wait after a failure, doubled each time
 * @param backOffMaxMs longest wait
 * @param probeMs wait between probes of a destination that is broken
 * @param openAfterFailures failures in a row, over several lanes, that open the breaker
 * @param poisonFailures failures of one message, each with successes of others between
 * @param poisonAfterMs how long they must have lasted
 * @param resendUnchangedAfterMs how long a resource that was sent is not sent again unchanged; 0 sends everything
 * @param messagesTogether messages that may share a transaction with the DPP when they wait at the same moment; 1 sends each alone
 */
public record DeliverySettings(
        int workers,
        long backOffMinMs,
        long backOffMaxMs,
        long probeMs,
        int openAfterFailures,
        int poisonFailures,
        long poisonAfterMs,
        long resendUnchangedAfterMs,
        int messagesTogether) {
    /** 16 workers, 0.25 s to 10 s, probe every 10 s, poison after 8 failures in a minute, unchanged resources sent hourly, two together. */
    public static final DeliverySettings DEFAULT =
            new DeliverySettings(16, 250, 10_000, 10_000, 5, 8, 60_000, 3_600_000, 2);

    /** The wait after the n-th failure, counted from 1; never below what the destination asked for, never above the maximum. */
    public long backOffMs(int failures, long askedMs) {
        long doubled = backOffMinMs << Math.min(failures - 1, 20);
        return Math.min(backOffMaxMs, Math.max(doubled, askedMs));
    }
}
