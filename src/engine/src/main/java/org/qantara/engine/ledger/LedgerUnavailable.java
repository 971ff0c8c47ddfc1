package org.qantara.engine.ledger;

/** The ledger's database cannot be used at this moment. What waits for it keeps its place and tries again. */
public final class LedgerUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the operator and what the driver said. */
    public LedgerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
