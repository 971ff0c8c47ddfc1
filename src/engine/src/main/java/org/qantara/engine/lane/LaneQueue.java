package org.qantara.engine.lane;

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

    /** The head is settled: it may be forgotten. Not synced: a lost acknowledgement costs a look into the ledger. */
    void forgetHead() throws BrokerUnavailable;

    /** Gives up what it holds; the head, when it was not forgotten, comes again first. */
    @Override
    void close();
}
