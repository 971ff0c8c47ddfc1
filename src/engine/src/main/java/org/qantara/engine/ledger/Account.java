package org.qantara.engine.ledger;

import java.util.List;
import java.util.Map;
import org.qantara.engine.MessageState;

/**
 * The proof from inside: every number that was ever taken is a row, a void number or still in the broker.
 *
 * @param states messages per state, those that retention took away included; refused ones are no part of the account
 * @param refused messages that were never accepted
 * @param queuedWithoutRow accepted messages that lie in the broker and have no row yet
 * @param voids numbers whose send failed
 * @param underWay numbers above everything settled: sends of this moment
 * @param lost numbers that were settled and are nowhere: each is a lost message, there must be none
 * @param numbersUsed numbers that were taken, by the blocks
 */
public record Account(
        Map<MessageState, Long> states,
        long refused,
        long queuedWithoutRow,
        long voids,
        long underWay,
        List<Long> lost,
        long numbersUsed) {
    /** Freezes the parts. */
    public Account {
        states = Map.copyOf(states);
        lost = List.copyOf(lost);
    }

    /** Accepted by number: what was taken, less what was refused, void or is under way. */
    public long accepted() {
        return numbersUsed - refused - voids - underWay;
    }

    /** In flight: accepted and not settled. */
    public long inFlight() {
        return states.getOrDefault(MessageState.ACCEPTED, 0L) + queuedWithoutRow;
    }

    /** Whether accepted = delivered + quarantined + duplicate + handled + discarded + in flight, and nothing is lost. */
    public boolean balances() {
        long rows = states.values().stream().mapToLong(Long::longValue).sum();
        return lost.isEmpty() && accepted() == rows + queuedWithoutRow;
    }
}
