package org.qantara.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the engine stands at this moment.
 *
 * @param brokerUp whether messages can be accepted
 * @param brokerRestarts how often the supervisor had to connect anew
 * @param journal what the embedded broker holds; null when the broker is elsewhere or not up
 * @param ledgerUp whether lanes can work
 */
public record EngineStatus(
        boolean brokerUp,
        long brokerRestarts,
        @Nullable Journal journal,
        boolean ledgerUp,
        List<DestinationStatus> destinations) {
    /**
     * The embedded broker's store.
     *
     * @param messages messages in all its queues, counted once per destination
     * @param memoryBytes queued messages in memory; beyond the limit they page to disk
     * @param diskUsedRatio how full the disk is, 0 to 1; above the limit senders get AR
     * @param journalBytes the journal's files
     */
    public record Journal(long messages, long memoryBytes, double diskUsedRatio, long journalBytes) {}

    /**
     * One destination.
     *
     * @param queued messages in its queues at the last look, at most two seconds ago
     * @param bulkQueued how many of them belong to initial loads
     * @param stoppedBecause why nothing is sent; null while it is
     * @param parkedLanes parked lanes by reason
     */
    public record DestinationStatus(
            String name,
            long queued,
            long bulkQueued,
            @Nullable String stoppedBecause,
            Map<String, Long> parkedLanes) {}
}
