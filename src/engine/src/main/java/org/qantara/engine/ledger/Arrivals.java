package org.qantara.engine.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.StoredMessage;

/**
 * Decides, at the head of a lane, whether a message is new, settled already or a retransmission. The decision is a unique key in
 * the ledger: facility, MSH-3, MSH-4, MSH-10 and the hash of the bytes without MSH-7, for 30 days. Same control id with other
 * bytes is new and flagged; same bytes with a changed MSH-7 after a newer message of that patient is new and flagged too: its
 * sender has a constant control id and means what it says.
 */
final class Arrivals {
    private static final String REUSED = "CONTROL-ID-REUSED";
    private static final String CONSTANT = "CONTROL-ID-CONSTANT";

    private final Duration duplicatesFor;

    Arrivals(Duration duplicatesFor) {
        this.duplicatesFor = duplicatesFor;
    }

    Arrival arrive(Connection connection, StoredMessage message, String destination, boolean primary)
            throws SQLException {
        MessageInsert.ensure(connection, message);
        LocalDate day = MessageInsert.day(message);
        if (message.kind() == Kind.REPLAY) {
            if (primary) {
                Sql.update(
                        connection,
                        "UPDATE message SET state = 'accepted', state_at = ?, replays = replays + 1"
                                + " WHERE intake = ? AND stored_day = ? AND state <> 'accepted'",
                        MessageInsert.now(),
                        message.intake(),
                        day);
            }
            return new Arrival.Proceed();
        }
        Optional<MessageState> settled = settled(connection, message, destination, day);
        if (settled.isPresent()) {
            return new Arrival.Settled(settled.get());
        }
        return message.labels().controlId() == null ? new Arrival.Proceed() : claim(connection, message, day);
    }

    private static Optional<MessageState> settled(
            Connection connection, StoredMessage message, String destination, LocalDate day) throws SQLException {
        Optional<String> own = Sql.first(
                connection,
                "SELECT state FROM delivery WHERE intake = ? AND stored_day = ? AND destination = ?",
                row -> row.getString(1),
                message.intake(),
                day,
                destination);
        return own.map(MessageState::of).filter(MessageState::isFinal);
    }

    private Arrival claim(Connection connection, StoredMessage message, LocalDate day) throws SQLException {
        Labels labels = message.labels();
        String idHash = idHash(message);
        OffsetDateTime since = MessageInsert.now().minus(duplicatesFor);
        List<Claim> claims = Sql.list(
                connection,
                "SELECT content_hash, intake, stored_at FROM duplicate_key WHERE id_hash = ?",
                row -> new Claim(row.getString(1), row.getLong(2), row.getObject(3, OffsetDateTime.class)),
                idHash);
        Optional<Claim> same = claims.stream()
                .filter(claim -> claim.contentHash.equals(labels.contentHash()))
                .findFirst();
        if (same.isEmpty()) {
            Sql.update(
                    connection,
                    "INSERT INTO duplicate_key (id_hash, content_hash, intake, stored_at) VALUES (?, ?, ?, ?)",
                    idHash,
                    labels.contentHash(),
                    message.intake(),
                    MessageInsert.now());
            if (claims.stream().anyMatch(claim -> claim.storedAt.isAfter(since))) {
                flag(connection, message, day, REUSED);
            }
            return new Arrival.Proceed();
        }
        long first = same.get().intake;
        if (first >= message.intake()) {
            return new Arrival.Proceed();
        }
        boolean constant = saysSomethingNew(connection, message, first);
        if (constant || same.get().storedAt.isBefore(since)) {
            Sql.update(
                    connection,
                    "UPDATE duplicate_key SET intake = ?, stored_at = ? WHERE id_hash = ? AND content_hash = ?",
                    message.intake(),
                    MessageInsert.now(),
                    idHash,
                    labels.contentHash());
            if (constant) {
                flag(connection, message, day, CONSTANT);
            }
            return new Arrival.Proceed();
        }
        return new Arrival.Duplicate(first);
    }

    /** MSH-7 differs from the first's, and the patient has had another message since: not a resend but the same statement anew. */
    private static boolean saysSomethingNew(Connection connection, StoredMessage message, long first)
            throws SQLException {
        Labels labels = message.labels();
        Optional<Optional<String>> time = Sql.first(
                connection,
                "SELECT message_time FROM message WHERE intake = ?",
                row -> Optional.ofNullable(row.getString(1)),
                first);
        if (time.isEmpty()
                || Objects.equals(time.get().orElse(null), labels.messageTime())
                || labels.patient() == null) {
            return false;
        }
        return Sql.first(
                        connection,
                        "SELECT 1 FROM message_key k JOIN message m ON m.intake = k.intake AND m.stored_day = k.stored_day"
                                + " WHERE k.kind = 'patient' AND k.key_value = ? AND k.intake > ? AND k.intake < ?"
                                + " AND m.facility = ? AND m.state <> 'duplicate' LIMIT 1",
                        row -> 1,
                        labels.patient(),
                        first,
                        message.intake(),
                        message.facility())
                .isPresent();
    }

    private static void flag(Connection connection, StoredMessage message, LocalDate day, String flag)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE message SET flags = ? WHERE intake = ? AND stored_day = ?",
                flag,
                message.intake(),
                day);
    }

    private static String idHash(StoredMessage message) {
        Labels labels = message.labels();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {
                message.facility(),
                String.valueOf(labels.sendingApplication()),
                String.valueOf(labels.sendingFacility()),
                String.valueOf(labels.controlId())
            }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private record Claim(String contentHash, long intake, OffsetDateTime storedAt) {}
}
