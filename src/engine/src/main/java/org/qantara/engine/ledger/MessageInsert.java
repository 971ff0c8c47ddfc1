package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredBody;
import org.qantara.engine.message.StoredMessage;

/** Writes a message into the ledger: its row, its bytes, what it is found by. Idempotent: a number that is there stays as it is. */
final class MessageInsert {
    private static final int PIECE_BYTES = 512 << 10;

    private MessageInsert() {}

    /** The day whose partition holds a message: the day on which it was stored, UTC. */
    static LocalDate day(StoredMessage message) {
        return Instant.ofEpochMilli(message.storedAtMs()).atZone(ZoneOffset.UTC).toLocalDate();
    }

    static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC);
    }

    /** Writes the message unless it is there, in state accepted (or refused, with its fault). */
    static void ensure(Connection connection, StoredMessage message) throws SQLException {
        ensure(connection, message, null);
    }

    /**
     * Writes the message unless it is there.
     *
     * @param ended how it ended already; null while nobody knows
     * @return whether it was written; false when the row was there, which stays as it is
     */
    static boolean ensure(Connection connection, StoredMessage message, @Nullable Settlement ended)
            throws SQLException {
        LocalDate day = day(message);
        if (Sql.first(
                        connection,
                        "SELECT 1 FROM message WHERE intake = ? AND stored_day = ?",
                        row -> 1,
                        message.intake(),
                        day)
                .isPresent()) {
            return false;
        }
        row(connection, message, day, ended);
        body(connection, message, day);
        Labels labels = message.labels();
        key(connection, message, day, "patient", labels.patient());
        for (String other : labels.otherPatients()) {
            key(connection, message, day, "other", other);
        }
        key(connection, message, day, "visit", labels.visit());
        key(connection, message, day, "placer", labels.placerOrder());
        key(connection, message, day, "filler", labels.fillerOrder());
        key(connection, message, day, "sample", labels.sample());
        OrderTable.note(connection, message);
        return true;
    }

    private static void row(Connection connection, StoredMessage message, LocalDate day, @Nullable Settlement ended)
            throws SQLException {
        Received received = message.received();
        Labels labels = message.labels();
        MessageState state = ended != null
                ? ended.messageState()
                : message.refusal() == null ? MessageState.ACCEPTED : MessageState.REFUSED;
        Fault fault = ended == null ? message.refusal() : ended.fault();
        OffsetDateTime storedAt = Instant.ofEpochMilli(message.storedAtMs()).atOffset(ZoneOffset.UTC);
        String meets = message.meets().stream().map(String::valueOf).collect(Collectors.joining(" "));
        Sql.update(
                connection,
                "INSERT INTO message (intake, stored_day, facility, lane, bulk, meets, state, state_at, stored_at, received_at,"
                        + " received_offset, facility_options, protocol, format, peer, port, charset, charset_source,"
                        + " peer_certificate, sending_application, sending_facility, control_id, message_type, version,"
                        + " message_time, content_hash, body_bytes, error_code, error_detail, error_location, error_text,"
                        + " duplicate_of, written, superseded, unchanged, maps_version, replays, settled_below)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?)",
                message.intake(),
                day,
                message.facility(),
                message.lane(),
                message.bulk(),
                meets,
                state.word(),
                now(),
                storedAt,
                received.receivedAt().withOffsetSameInstant(ZoneOffset.UTC),
                received.receivedAt().getOffset().getId(),
                received.route().encodedOptions(),
                cut(received.protocol(), 16),
                cut(received.format(), 16),
                cut(received.peer(), 100),
                received.port(),
                cut(received.charset(), 40),
                cut(received.charsetSource(), 16),
                cut(received.peerCertificate(), 1_000),
                labels.sendingApplication(),
                labels.sendingFacility(),
                labels.controlId(),
                labels.messageType(),
                labels.version(),
                labels.messageTime(),
                labels.contentHash(),
                (long) received.body().length,
                fault == null ? null : fault.code().name(),
                fault == null ? null : cut(fault.detail(), 100),
                fault == null ? null : cut(fault.location(), 200),
                fault == null ? null : fault.text(),
                ended == null ? null : ended.duplicateOf(),
                ended == null ? 0 : ended.written(),
                ended == null ? 0 : ended.superseded(),
                ended == null ? 0 : ended.unchanged().size(),
                ended == null ? null : ended.mapsVersion(),
                message.settledBelow());
    }

    static @Nullable String cut(@Nullable String value, int chars) {
        return value == null || value.length() <= chars ? value : value.substring(0, chars);
    }

    private static void body(Connection connection, StoredMessage message, LocalDate day) throws SQLException {
        byte[] stored = StoredBody.encode(message.received().body());
        for (int piece = 0; piece * PIECE_BYTES < stored.length; piece++) {
            int from = piece * PIECE_BYTES;
            Sql.update(
                    connection,
                    "INSERT INTO body (intake, stored_day, piece, bytes) VALUES (?, ?, ?, ?)",
                    message.intake(),
                    day,
                    piece,
                    Arrays.copyOfRange(stored, from, Math.min(stored.length, from + PIECE_BYTES)));
        }
    }

    private static void key(
            Connection connection, StoredMessage message, LocalDate day, String kind, @Nullable String value)
            throws SQLException {
        if (value != null) {
            Sql.update(
                    connection,
                    "INSERT INTO message_key (intake, stored_day, kind, key_value) VALUES (?, ?, ?, ?)",
                    message.intake(),
                    day,
                    kind,
                    value);
        }
    }
}
