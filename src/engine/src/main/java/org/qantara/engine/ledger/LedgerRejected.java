package org.qantara.engine.ledger;

/** The database is there and did not take this very row: a fault of the engine, to be seen by a person. */
public final class LedgerRejected extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what the database said. */
    public LedgerRejected(String message, Throwable cause) {
        super(message, cause);
    }
}
