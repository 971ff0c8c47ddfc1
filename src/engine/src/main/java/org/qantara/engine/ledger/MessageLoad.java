package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredBody;
import org.qantara.engine.message.StoredMessage;

/** Makes of the ledger's rows the message that the inbox once stored. */
final class MessageLoad {
    private MessageLoad() {}

    static Optional<StoredMessage> load(Connection connection, long intake) throws SQLException {
        Optional<byte[]> body = Bodies.read(connection, intake);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        List<MessageKey> keys = keys(connection, intake);
        return Sql.first(
                connection,
                "SELECT * FROM message WHERE intake = ?",
                row -> message(row, keys, StoredBody.decode(body.get())),
                intake);
    }

    static List<StoredMessage> ofPatientFrom(
            Connection connection, String facility, String patient, long from, int limit) throws SQLException {
        List<Long> numbers = Sql.list(
                connection,
                "SELECT DISTINCT m.intake FROM message m JOIN message_key k ON k.intake = m.intake"
                        + " AND k.stored_day = m.stored_day WHERE k.kind IN ('patient', 'other') AND k.key_value = ?"
                        + " AND m.facility = ? AND m.intake >= ? AND m.state IN ('delivered', 'quarantined', 'handled')"
                        + " ORDER BY m.intake LIMIT ?",
                row -> row.getLong(1),
                patient,
                facility,
                from,
                limit);
        return all(connection, numbers);
    }

    static Set<MessageState> liveBefore(Connection connection, StoredMessage bulk) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                "SELECT DISTINCT m.state FROM message m JOIN message_key k ON k.intake = m.intake"
                        + " AND k.stored_day = m.stored_day WHERE k.key_value = ? AND k.kind IN ('patient', 'other')"
                        + " AND k.intake < ? AND m.facility = ? AND m.bulk = FALSE"
                        + " AND m.state IN ('accepted', 'delivered')",
                row -> MessageState.of(row.getString(1)),
                bulk.labels().patient(),
                bulk.intake(),
                bulk.facility()));
    }

    static List<StoredMessage> accepted(Connection connection, long after, int limit) throws SQLException {
        return all(
                connection,
                Sql.list(
                        connection,
                        "SELECT intake FROM message WHERE state = 'accepted' AND intake > ? ORDER BY intake LIMIT ?",
                        row -> row.getLong(1),
                        after,
                        limit));
    }

    static List<StoredMessage> pendingAt(Connection connection, String destination, long after, int limit)
            throws SQLException {
        return all(
                connection,
                Sql.list(
                        connection,
                        "SELECT intake FROM delivery WHERE destination = ? AND state = 'accepted' AND intake > ?"
                                + " ORDER BY intake LIMIT ?",
                        row -> row.getLong(1),
                        destination,
                        after,
                        limit));
    }

    private static List<StoredMessage> all(Connection connection, List<Long> numbers) throws SQLException {
        List<StoredMessage> messages = new ArrayList<>();
        for (long number : numbers) {
            load(connection, number).ifPresent(messages::add);
        }
        return messages;
    }

    static List<MessageKey> keys(Connection connection, long intake) throws SQLException {
        return Sql.list(
                connection,
                "SELECT kind, key_value FROM message_key WHERE intake = ? ORDER BY kind, key_value",
                row -> new MessageKey(row.getString(1), row.getString(2)),
                intake);
    }

    private static StoredMessage message(ResultSet row, List<MessageKey> keys, byte[] body) throws SQLException {
        ZoneOffset offset = ZoneOffset.of(row.getString("received_offset"));
        Received received = new Received(
                FacilityRoute.decode(row.getString("facility"), row.getString("facility_options")),
                row.getString("protocol"),
                row.getString("format"),
                row.getString("peer"),
                row.getInt("port"),
                row.getObject("received_at", OffsetDateTime.class).withOffsetSameInstant(offset),
                row.getString("charset"),
                row.getString("charset_source"),
                row.getString("peer_certificate"),
                null,
                body);
        Labels labels = new Labels(
                row.getString("control_id"),
                row.getString("message_type"),
                row.getString("version"),
                row.getString("sending_application"),
                row.getString("sending_facility"),
                row.getString("message_time"),
                key(keys, "patient"),
                key(keys, "visit"),
                key(keys, "placer"),
                key(keys, "filler"),
                key(keys, "sample"),
                keys.stream()
                        .filter(key -> key.kind().equals("other"))
                        .map(MessageKey::value)
                        .toList(),
                row.getString("content_hash"));
        return new StoredMessage(
                row.getLong("intake"),
                Kind.MESSAGE,
                row.getInt("lane"),
                row.getBoolean("bulk"),
                lanes(row.getString("meets")),
                row.getLong("settled_below"),
                row.getObject("stored_at", OffsetDateTime.class).toInstant().toEpochMilli(),
                received,
                labels,
                null,
                null);
    }

    private static List<Integer> lanes(@Nullable String meets) {
        return meets == null || meets.isBlank()
                ? List.of()
                : Arrays.stream(meets.split(" ")).map(Integer::valueOf).toList();
    }

    private static @Nullable String key(List<MessageKey> keys, String kind) {
        return keys.stream()
                .filter(key -> key.kind().equals(kind))
                .map(MessageKey::value)
                .findFirst()
                .orElse(null);
    }
}
