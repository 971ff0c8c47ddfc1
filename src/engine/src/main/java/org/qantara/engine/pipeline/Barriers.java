package org.qantara.engine.pipeline;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.qantara.engine.MessageState;
import org.qantara.engine.lane.Step;
import org.qantara.engine.ledger.LaneLedger;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.StoredMessage;

/**
 * Where lanes meet before a message of several patients (rule 3). A lane that comes to a token notes its arrival in the ledger and
 * parks; the message's lane runs it when all have arrived; its final state lets the tokens go. The ledger is the truth, so lanes
 * may live on several nodes; releasing a lane of this node is a speed-up. Thread-safe.
 */
final class Barriers {
    private static final long LOOK_AGAIN_MS = 1_000;

    private final LaneLedger ledger;
    private final String destination;
    private final IntConsumer release;
    private final Set<Long> noted = ConcurrentHashMap.newKeySet();

    Barriers(LaneLedger ledger, String destination, IntConsumer release) {
        this.ledger = ledger;
        this.destination = destination;
        this.release = release;
    }

    /** A token is at the head of its lane. */
    Step token(StoredMessage token) throws LedgerUnavailable, LedgerRejected {
        Optional<MessageState> state = ledger.stateAt(token.intake(), destination);
        long key = token.intake() * 256 + token.lane();
        if (state.isPresent() && state.get().isFinal()) {
            noted.remove(key);
            return new Step.Done();
        }
        if (!noted.contains(key)) {
            ledger.arriveAtBarrier(token.intake(), destination, token.lane());
            noted.add(key);
        }
        token.meets().forEach(release::accept);
        return new Step.Park(LOOK_AGAIN_MS, "waits for a message of several patients");
    }

    /** Whether every other lane of the message stands before its token. */
    boolean allHere(StoredMessage message) throws LedgerUnavailable {
        return message.meets().isEmpty()
                || ledger.lanesAtBarrier(message.intake(), destination).containsAll(message.meets());
    }

    /** The wait of the message's own lane. */
    static Step park() {
        return new Step.Park(LOOK_AGAIN_MS, "waits for the lanes of its other patients");
    }

    /** The message is settled: the lanes that waited go on. */
    void open(StoredMessage message) {
        message.meets().forEach(release::accept);
    }
}
