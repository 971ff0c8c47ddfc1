package org.qantara.engine.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * What H2 leaves to those who want every commit on disk. With {@code WRITE_DELAY=0} a commit is written to the file and left to the operating
 * system, which saves rows from a killed process and not from a power cut; and the thread that would tidy the file up does not run: under load it
 * grew to fifteen times what it held. Used by the ledger's writer.
 */
final class H2File {
    private static final int FILL_PERCENT_MIN = 50;
    private static final int REWRITTEN_BYTES_MAX = 16 << 20;

    private H2File() {}

    /** Returns when everything that was committed is on disk. */
    static void force(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    /** Writes a consistent copy into a zip file, while it is in use. */
    static void copy(Connection connection, Path zipFile) throws SQLException {
        Sql.update(
                connection, "BACKUP TO '" + zipFile.toAbsolutePath().toString().replace("'", "''") + "'");
    }

    /** Rewrites the emptiest parts of a file of which more than half is replaced pages, and gives their room back. */
    static void tidy(Connection connection) throws SQLException {
        if (!(connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session)) {
            return; // a file that another process serves is that one's to tidy up
        }
        MVStore store = session.getDatabase().getStore().getMvStore();
        if (store.compact(FILL_PERCENT_MIN, REWRITTEN_BYTES_MAX)) {
            force(connection);
        }
    }
}
