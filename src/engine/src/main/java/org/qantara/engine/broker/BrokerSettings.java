package org.qantara.engine.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the broker is reached and what it may use.
 *
 * @param url {@code tcp://host:61616} of a broker elsewhere; null starts one inside this JVM
 * @param folder where the embedded broker keeps journal, paging and large messages
 * @param journalBufferTimeoutNs longest time a write waits for company before its fsync; 300,000 measured best at few connections
 * @param memoryBytesMax messages in memory over all queues; beyond it they page to disk
 * @param diskUsagePercentMax fill level of the disk at which sends fail (and senders get AR)
 * @param callTimeoutMs longest blocking call to the broker
 */
public record BrokerSettings(
        @Nullable String url,
        Path folder,
        int journalBufferTimeoutNs,
        long memoryBytesMax,
        int diskUsagePercentMax,
        long callTimeoutMs) {

    /** An embedded broker below {@code folder} with the measured defaults. */
    public static BrokerSettings embedded(Path folder) {
        return new BrokerSettings(null, folder, 300_000, 256L << 20, 95, 10_000);
    }

    /** The same limits with a broker elsewhere, or embedded again when {@code url} is null. */
    public BrokerSettings withUrl(@Nullable String url) {
        return new BrokerSettings(
                url, folder, journalBufferTimeoutNs, memoryBytesMax, diskUsagePercentMax, callTimeoutMs);
    }

    /** The same broker with another disk limit. */
    public BrokerSettings withDiskUsagePercentMax(int percent) {
        return new BrokerSettings(url, folder, journalBufferTimeoutNs, memoryBytesMax, percent, callTimeoutMs);
    }
}
