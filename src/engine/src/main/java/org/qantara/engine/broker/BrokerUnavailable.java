package org.qantara.engine.broker;

/** The broker cannot be used at this moment; nothing was stored by the call that failed. The supervisor is at work on it. */
public final class BrokerUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the operator and what the client library said. */
    public BrokerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    /** With a sentence for the operator. */
    public BrokerUnavailable(String message) {
        super(message);
    }
}
