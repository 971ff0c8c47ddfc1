package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/** What people did. */
final class Actions {
    private Actions() {}

    static boolean act(Connection connection, long intake, String verb, String actor, String reason)
            throws SQLException {
        return Sql.update(
                        connection,
                        "INSERT INTO operator_action (intake, verb, actor, reason, acted_at) VALUES (?, ?, ?, ?, ?)",
                        intake,
                        verb,
                        actor,
                        reason,
                        MessageInsert.now())
                == 1;
    }

    static List<ActionRow> list(Connection connection, long intake) throws SQLException {
        return Sql.list(
                connection,
                "SELECT verb, actor, reason, acted_at FROM operator_action WHERE intake = ? ORDER BY id",
                row -> new ActionRow(
                        row.getString(1), row.getString(2), row.getString(3), row.getObject(4, OffsetDateTime.class)),
                intake);
    }

    static boolean discard(Connection connection, long intake, String actor, String reason) throws SQLException {
        int changed = Sql.update(
                connection,
                "UPDATE message SET state = 'discarded', state_at = ? WHERE intake = ? AND state = 'quarantined'",
                MessageInsert.now(),
                intake);
        return changed == 1 && act(connection, intake, "discard", actor, reason);
    }
}
