package org.qantara.engine.ledger;

import org.qantara.engine.MessageState;

/** What the ledger says when a message comes to the head of its lane. */
public sealed interface Arrival {
    /** Nobody has settled it: map and deliver. */
    record Proceed() implements Arrival {}

    /** Settled before a crash took the broker's acknowledgement: nothing to do. */
    record Settled(MessageState state) implements Arrival {}

    /** A retransmission of a message that came first. */
    record Duplicate(long of) implements Arrival {}
}
