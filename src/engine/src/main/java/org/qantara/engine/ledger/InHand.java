package org.qantara.engine.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.qantara.engine.message.StoredMessage;

/**
 * Live messages that this process works on and whose rows are written when they have ended. Whoever looks for earlier messages of a
 * patient asks here first and the tables afterwards: who has left here has its row. Thread-safe.
 */
final class InHand {
    private final Map<Long, StoredMessage> messages = new ConcurrentHashMap<>();

    void take(StoredMessage message) {
        messages.put(message.intake(), message);
    }

    void leave(StoredMessage message) {
        messages.remove(message.intake());
    }

    /** Whether an earlier message about the same patient is worked on. */
    boolean hasEarlier(StoredMessage than) {
        String patient = than.labels().patient();
        return messages.values().stream()
                .anyMatch(message -> message.intake() < than.intake()
                        && message.facility().equals(than.facility())
                        && patient != null
                        && patient.equals(message.labels().patient()));
    }
}
