package org.qantara.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the engine stands at this moment.
 *
 * @param brokerUp whether messages can be accepted
 * @param brokerRestarts how often the supervisor had to connect anew
 * @param ledgerUp whether lanes can work
 */
public record EngineStatus(
        boolean brokerUp, long brokerRestarts, boolean ledgerUp, List<DestinationStatus> destinations) {
    /**
     * One destination.
     *
     * @param queued messages in its queues at the last look, at most two seconds ago
     * @param stoppedBecause why nothing is sent; null while it is
     * @param parkedLanes parked lanes by reason
     */
    public record DestinationStatus(
            String name, long queued, @Nullable String stoppedBecause, Map<String, Long> parkedLanes) {}
}
