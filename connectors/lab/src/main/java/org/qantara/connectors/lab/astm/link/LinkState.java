package org.qantara.connectors.lab.astm.link;

/** A state of the data link. Sender and receiver phases share one line, so they share one machine (6.1). */
public enum LinkState {
    /** Nobody has the line. */
    NEUTRAL,
    /** We sent ENQ and wait for the answer (6.2, sender). */
    BIDDING,
    /** Both sent ENQ; as the computer system we gave way and wait for the instrument's next ENQ (6.2, contention). */
    YIELDED,
    /** Our bid or message failed: neutral for the peer, but we wait before the next bid (6.2, busy receiver). */
    HOLDING,
    /** The receiver asked us to stop: neutral for the peer, we wait before the next bid (6.3.5). */
    INTERRUPTED,
    /** We sent a frame and wait for its acknowledgement (6.3, sender). */
    SENDING,
    /** We wait for a frame or for EOT (6.3, receiver). */
    RECEIVING,
    /** A frame ended a message; its acknowledgement waits until the message is stored. */
    STORING
}
