package org.qantara.engine.delivery;

/** Where messages go. Thread-safe. */
public interface Destination {
    /** Its name: in queues, in the ledger, in metrics. Letters, digits and dashes. */
    String name();

    /** Sends one message and waits for the answer; failures are answers, never exceptions. */
    Answer deliver(Outbound outbound);
}
