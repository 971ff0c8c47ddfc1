package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.Sightings.CodeKey;
import org.qantara.engine.ledger.Sightings.FieldKey;
import org.qantara.engine.ledger.Sightings.Seen;

/** The tables of the work lists. Counts are added to what is there; a list that is full counts what is new under one name. */
final class SightingTables {
    private SightingTables() {}

    static void add(Connection connection, CodeKey key, Seen seen, int rowsMax) throws SQLException {
        if (addCode(connection, key, seen)) {
            return;
        }
        boolean full = full(
                connection,
                "SELECT COUNT(*) FROM unmapped_code WHERE facility = ? AND table_name = ?",
                rowsMax,
                key.facility(),
                key.table());
        if (full && !key.code().equals(Sightings.FURTHER)) {
            Seen anonymous = new Seen(seen.messages(), null, seen.path(), seen.at(), seen.example());
            add(connection, new CodeKey(key.facility(), key.table(), "", Sightings.FURTHER), anonymous, rowsMax);
            return;
        }
        Sql.update(
                connection,
                "INSERT INTO unmapped_code (facility, table_name, code_system, code, code_text, path, messages, first_at,"
                        + " last_at, example) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.facility(),
                key.table(),
                key.system(),
                key.code(),
                seen.text(),
                seen.path(),
                seen.messages(),
                seen.at(),
                seen.at(),
                seen.example());
    }

    private static boolean addCode(Connection connection, CodeKey key, Seen seen) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE unmapped_code SET messages = messages + ?, code_text = COALESCE(?, code_text), path = ?,"
                                + " last_at = ?, example = ? WHERE facility = ? AND table_name = ? AND code_system = ?"
                                + " AND code = ?",
                        seen.messages(),
                        seen.text(),
                        seen.path(),
                        seen.at(),
                        seen.example(),
                        key.facility(),
                        key.table(),
                        key.system(),
                        key.code())
                > 0;
    }

    static void add(Connection connection, FieldKey key, Seen seen, int rowsMax) throws SQLException {
        int updated = Sql.update(
                connection,
                "UPDATE unmapped_field SET messages = messages + ?, last_at = ?, example = ? WHERE facility = ?"
                        + " AND message_type = ? AND path = ?",
                seen.messages(),
                seen.at(),
                seen.example(),
                key.facility(),
                key.messageType(),
                key.path());
        if (updated > 0) {
            return;
        }
        boolean full =
                full(connection, "SELECT COUNT(*) FROM unmapped_field WHERE facility = ?", rowsMax, key.facility());
        if (full && !key.path().equals(Sightings.FURTHER)) {
            add(connection, new FieldKey(key.facility(), "", Sightings.FURTHER), seen, rowsMax);
            return;
        }
        Sql.update(
                connection,
                "INSERT INTO unmapped_field (facility, message_type, path, messages, first_at, last_at, example)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                key.facility(),
                key.messageType(),
                key.path(),
                seen.messages(),
                seen.at(),
                seen.at(),
                seen.example());
    }

    static boolean full(Connection connection, String sql, int rowsMax, String... parameters) throws SQLException {
        return Sql.first(connection, sql, row -> row.getLong(1), (Object[]) parameters)
                        .orElse(0L)
                >= rowsMax;
    }

    static List<UnmappedCodeRow> codes(
            Connection connection, @Nullable String facility, @Nullable String table, int limit) throws SQLException {
        List<Object> parameters = new ArrayList<>();
        String where = equal("facility", facility, parameters) + equal("table_name", table, parameters);
        parameters.add(limit);
        return Sql.list(
                connection,
                "SELECT facility, table_name, code_system, code, code_text, path, messages, first_at, last_at, example"
                        + " FROM unmapped_code WHERE 1 = 1" + where
                        + " ORDER BY messages DESC, facility, table_name, code_system, code LIMIT ?",
                row -> new UnmappedCodeRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getLong(7),
                        row.getObject(8, OffsetDateTime.class),
                        row.getObject(9, OffsetDateTime.class),
                        row.getLong(10)),
                parameters.toArray());
    }

    static List<UnmappedFieldRow> fields(Connection connection, @Nullable String facility, int limit)
            throws SQLException {
        List<Object> parameters = new ArrayList<>();
        String where = equal("facility", facility, parameters);
        parameters.add(limit);
        return Sql.list(
                connection,
                "SELECT facility, message_type, path, messages, first_at, last_at, example FROM unmapped_field WHERE 1 = 1"
                        + where + " ORDER BY messages DESC, facility, message_type, path LIMIT ?",
                row -> new UnmappedFieldRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getObject(5, OffsetDateTime.class),
                        row.getObject(6, OffsetDateTime.class),
                        row.getLong(7)),
                parameters.toArray());
    }

    /** Takes a code off the list. */
    static boolean forget(Connection connection, String facility, String table, String system, String code)
            throws SQLException {
        return Sql.update(
                        connection,
                        "DELETE FROM unmapped_code WHERE facility = ? AND table_name = ? AND code_system = ? AND code = ?",
                        facility,
                        table,
                        system,
                        code)
                > 0;
    }

    private static String equal(String column, @Nullable String value, List<Object> parameters) {
        if (value == null) {
            return "";
        }
        parameters.add(value);
        return " AND " + column + " = ?";
    }
}
