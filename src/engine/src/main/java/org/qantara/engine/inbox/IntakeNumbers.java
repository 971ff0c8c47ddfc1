package org.qantara.engine.inbox;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.BrokerUnavailable;

/**
 * Hands out intake numbers in ascending order and knows which of them are settled: confirmed by the broker, or recorded as void.
 * Thread-safe. After a crash the rest of the block is void and a new block is reserved.
 */
final class IntakeNumbers {
    private final BlockReserve reserve;
    private final TreeSet<Long> unsettled = new TreeSet<>();
    private @Nullable IntakeBlock block;
    private long next;

    IntakeNumbers(BlockReserve reserve) {
        this.reserve = reserve;
    }

    /** The next number; it counts as unsettled until {@link #settled} is called for it. */
    synchronized long take() throws BrokerUnavailable {
        IntakeBlock current = block;
        if (current == null || next > current.to()) {
            current = reserve.reserve();
            block = current;
            next = current.from();
        }
        unsettled.add(next);
        return next++;
    }

    /** Begins a new block, above everything any node has taken before: for a facility that comes over from another node. */
    synchronized void beginBlock() {
        block = null;
    }

    /** The number was confirmed, or its failure is recorded durably. */
    synchronized void settled(long number) {
        unsettled.remove(number);
    }

    /** Every number of this node under the returned one is settled. */
    synchronized long settledBelow() {
        return unsettled.isEmpty() ? next : unsettled.first();
    }
}
