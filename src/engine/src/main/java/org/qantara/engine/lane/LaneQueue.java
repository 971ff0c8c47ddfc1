package org.qantara.engine.lane;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.message.StoredMessage;

/**
 * What lies in one lane, in order: its head is read and stays until it is settled. Used by one thread at a time, the one that runs
 * the lane.
 */
public interface LaneQueue extends AutoCloseable {
    /** The message at the head, null when the queue is empty (or another node has the lane). The same until it is forgotten. */
    @Nullable
    StoredMessage head() throws BrokerUnavailable;

    /**
     * The head and what lies behind it, as long as it fits together with it, in order; at least the head. It stays until it is forgotten,
     * head by head, or {@link #giveBack given back}.
     */
    default List<StoredMessage> ahead(int max, Predicate<StoredMessage> fits) throws BrokerUnavailable {
        StoredMessage head = head();
        return head == null ? List.of() : List.of(head);
    }

    /** What was read ahead goes back, so that it can be seen by who looks into the queue; the head comes again first. */
    default void giveBack() {}

    /** The head is settled: it may be forgotten. Not synced: a lost acknowledgement costs a look into the ledger. */
    void forgetHead() throws BrokerUnavailable;

    /** Gives up what it holds; the head, when it was not forgotten, comes again first. */
    @Override
    void close();
}
