package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.qantara.engine.MessageState;

/** What people look at first: errors by kind, facilities, the deliveries of one message. */
final class Overview {
    private static final int GROUPS_MAX = 500;

    private Overview() {}

    static List<ErrorGroup> errors(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT facility, message_type, error_code, error_detail, error_location, COUNT(*), MAX(intake),"
                        + " MAX(received_at) FROM message WHERE state = 'quarantined'"
                        + " GROUP BY facility, message_type, error_code, error_detail, error_location"
                        + " ORDER BY COUNT(*) DESC, MAX(intake) DESC LIMIT ?",
                row -> new ErrorGroup(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getObject(8, OffsetDateTime.class)),
                GROUPS_MAX);
    }

    static List<DeliveryRow> deliveries(Connection connection, long intake) throws SQLException {
        return Sql.list(
                connection,
                "SELECT destination, state, attempts, http_status, error_text, written, superseded, unchanged, last_at"
                        + " FROM delivery WHERE intake = ? ORDER BY destination",
                row -> new DeliveryRow(
                        row.getString(1),
                        MessageState.of(row.getString(2)),
                        row.getInt(3),
                        row.getObject(4, Integer.class),
                        row.getString(5),
                        row.getInt(6),
                        row.getInt(7),
                        row.getInt(8),
                        row.getObject(9, OffsetDateTime.class)),
                intake);
    }

    static List<FacilityState> facilities(Connection connection) throws SQLException {
        OffsetDateTime hourAgo = MessageInsert.now().minusHours(1);
        Map<String, FacilityState> found = new TreeMap<>();
        Sql.list(
                        connection,
                        "SELECT facility, state, COUNT(*) AS messages, MAX(received_at) AS newest,"
                                + " MIN(stored_at) AS oldest,"
                                + " SUM(CASE WHEN received_at >= ? THEN 1 ELSE 0 END) AS recent"
                                + " FROM message GROUP BY facility, state",
                        Overview::line,
                        hourAgo)
                .forEach(line -> found.merge(line.facility(), line, Overview::together));
        return List.copyOf(found.values());
    }

    private static FacilityState line(ResultSet row) throws SQLException {
        MessageState state = MessageState.of(row.getString("state"));
        OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
        return new FacilityState(
                row.getString("facility"),
                Map.of(state, row.getLong("messages")),
                row.getObject("newest", OffsetDateTime.class),
                state == MessageState.ACCEPTED ? oldest : null,
                row.getLong("recent"));
    }

    private static FacilityState together(FacilityState one, FacilityState other) {
        Map<MessageState, Long> states = new EnumMap<>(MessageState.class);
        states.putAll(one.states());
        states.putAll(other.states());
        return new FacilityState(
                one.facility(),
                states,
                one.lastReceivedAt().isAfter(other.lastReceivedAt()) ? one.lastReceivedAt() : other.lastReceivedAt(),
                one.oldestWaitingAt() != null ? one.oldestWaitingAt() : other.oldestWaitingAt(),
                one.lastHour() + other.lastHour());
    }
}
