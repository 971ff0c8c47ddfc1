package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.qantara.engine.ledger.Sightings.Seen;
import org.qantara.engine.ledger.Sightings.WarningKey;

/** Warnings, counted by facility, type, code and place; a facility's list that is full counts what is new under one name. */
final class WarningTable {
    private WarningTable() {}

    static void add(Connection connection, WarningKey key, Seen seen, int rowsMax) throws SQLException {
        int updated = Sql.update(
                connection,
                "UPDATE mapping_warning SET messages = messages + ?, last_at = ?, example = ? WHERE facility = ?"
                        + " AND message_type = ? AND code = ? AND path = ?",
                seen.messages(),
                seen.at(),
                seen.example(),
                key.facility(),
                key.messageType(),
                key.code(),
                key.path());
        if (updated > 0) {
            return;
        }
        boolean full = SightingTables.full(
                connection, "SELECT COUNT(*) FROM mapping_warning WHERE facility = ?", rowsMax, key.facility());
        if (full && !key.path().equals(Sightings.FURTHER)) {
            add(connection, new WarningKey(key.facility(), "", key.code(), Sightings.FURTHER), seen, rowsMax);
            return;
        }
        Sql.update(
                connection,
                "INSERT INTO mapping_warning (facility, message_type, code, path, messages, first_at, last_at, example)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                key.facility(),
                key.messageType(),
                key.code(),
                key.path(),
                seen.messages(),
                seen.at(),
                seen.at(),
                seen.example());
    }

    /** The most frequent first. */
    static List<WarningRow> list(Connection connection, int limit) throws SQLException {
        return Sql.list(
                connection,
                "SELECT facility, message_type, code, path, messages, first_at, last_at, example FROM mapping_warning"
                        + " ORDER BY messages DESC, facility, message_type, code, path LIMIT ?",
                row -> new WarningRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getObject(6, OffsetDateTime.class),
                        row.getObject(7, OffsetDateTime.class),
                        row.getLong(8)),
                limit);
    }

    /** Those of one message. */
    static List<Warning> of(Connection connection, long intake) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT warnings FROM message WHERE intake = ?",
                        row -> Warning.read(row.getString(1)),
                        intake)
                .stream()
                .flatMap(List::stream)
                .toList();
    }
}
