package org.qantara.engine.delivery;

import org.jspecify.annotations.Nullable;

/** Where messages go. Thread-safe. */
public interface Destination {
    /** Its name: in queues, in the ledger, in metrics. Letters, digits and dashes. */
    String name();

    /** Whether it takes what the maps make of a message; else it takes the bytes as received, mapped or not. */
    default boolean takesBundles() {
        return true;
    }

    /** Whether it takes a message of this facility and type ({@code ADT^A08}) at all. */
    default boolean takes(String facility, @Nullable String messageType) {
        return true;
    }

    /** Sends one message and waits for the answer; failures are answers, never exceptions. */
    Answer deliver(Outbound outbound);
}
