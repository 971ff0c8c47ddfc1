package org.qantara.engine;

import java.util.Locale;

/** Where a message stands; the same nouns in code, tables, metrics, command line and console. */
public enum MessageState {
    /** Stored and acknowledged, on its way. */
    ACCEPTED,
    /** Every write the primary destination had to make of it was made, or lost to a newer message. */
    DELIVERED,
    /** Cannot be applied as it is: kept with code, place and remedy, for a person. */
    QUARANTINED,
    /** A retransmission of a message that is already here. */
    DUPLICATE,
    /** Needs no entry in the record; the reason is kept. */
    HANDLED,
    /** Given up by a person, with name and reason. */
    DISCARDED,
    /** Never accepted: the envelope failed. Kept, but no part of the account. */
    REFUSED,
    /** Of a delivery only: everything it would write had been written by a newer message. */
    SUPERSEDED;

    /** The word in lower case, as tables and interfaces have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a word. */
    public static MessageState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether the lane has nothing more to do with a message in this state. */
    public boolean isFinal() {
        return this != ACCEPTED;
    }
}
