package org.qantara.engine.delivery;

import java.io.IOException;

/** Sends one HL7 message to a peer and waits for its acknowledgement; the application binds it to a Camel route. Thread-safe. */
public interface MllpExchange {
    /**
     * Sends and waits. After a failure or a timeout the connection is closed, so that a late answer meets nobody.
     *
     * @return the acknowledgement as received
     * @throws NotSent when it is certain that the peer did not get the message
     * @throws IOException when nobody knows
     */
    byte[] exchange(byte[] message, String charset) throws IOException;

    /** The peer certainly did not get the message: it may be sent again. */
    final class NotSent extends IOException {
        private static final long serialVersionUID = 1L;

        /** With what went wrong. */
        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
