package org.qantara.engine.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.delivery.SendPlan;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.ledger.Warning;

/** What is remembered of a message while it stays at the head of its lane; a restart begins anew. Used by one thread at a time. */
final class Trouble {
    /** The ledger has its row and said that it is new. */
    boolean arrived;

    /** The ledger said that it is new, and writes its row when it has ended. */
    boolean looked;

    /** How it ended; not yet written because the ledger was away. */
    @Nullable
    Settlement ended;

    /** What its maps could not say of it. */
    List<Warning> warnings = List.of();

    /** What its maps do not read was counted. */
    boolean sighted;

    /** What is sent of it in the attempt of the moment. */
    @Nullable
    SendPlan plan;

    /** How long the breaker asked to wait. */
    long waitMs;

    /** Number of the message that a person asked to be replayed, when that is another one; 0 otherwise. */
    long asked;

    int attempts;
    int failures;
    int failuresWhileOthersSucceeded;
    long firstFailureMs;
    private long successesOfOthers;

    /** Begins an attempt; the one before it is over. */
    SendPlan begin(SendPlan next) {
        over();
        plan = next;
        return next;
    }

    /** The attempt of the moment is over: settled, or given back to the lane. */
    void over() {
        if (plan != null) {
            plan.close();
            plan = null;
        }
    }

    /** Notes a failure; {@code successes} is how many messages the destination has taken so far. */
    void failed(long nowMs, long successes) {
        if (failures == 0) {
            firstFailureMs = nowMs;
        } else if (successes > successesOfOthers) {
            failuresWhileOthersSucceeded++;
        }
        successesOfOthers = successes;
        failures++;
    }

    /** Whether it is this message and not the destination: others succeeded between its failures, again and again. */
    boolean isPoison(int failuresMin, long afterMs, long nowMs) {
        return failuresWhileOthersSucceeded >= failuresMin - 1 && nowMs - firstFailureMs >= afterMs;
    }
}
