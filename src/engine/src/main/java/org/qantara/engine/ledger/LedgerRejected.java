package org.qantara.engine.ledger;

import java.sql.SQLException;

/** The database is there and did not take this very row: a fault of the engine, to be seen by a person. */
public final class LedgerRejected extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was, without its text, which may quote values: class name and SQLSTATE. */
    public String kind() {
        Throwable cause = getCause();
        String state = cause instanceof SQLException sql ? " SQLSTATE " + sql.getSQLState() : "";
        return (cause == null ? getClass() : cause.getClass()).getName() + state;
    }

    /** With what the database said. */
    public LedgerRejected(String message, Throwable cause) {
        super(message, cause);
    }
}
