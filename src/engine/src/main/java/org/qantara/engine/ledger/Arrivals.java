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
import org.jspecify.annotations.Nullable;
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
        return settled.isPresent() ? new Arrival.Settled(settled.get()) : claim(connection, message);
    }

    /** What {@link #arrive} would say, without writing: for messages whose equals can only stand behind them in the same lane. */
    Arrival look(Connection connection, StoredMessage message, String destination) throws SQLException {
        Optional<MessageState> settled = settled(connection, message, destination, MessageInsert.day(message));
        return settled.isPresent() ? new Arrival.Settled(settled.get()) : judge(connection, message).arrival;
    }

    /** Writes the message's key, unless it is a retransmission, and says whether it is one. */
    Arrival claim(Connection connection, StoredMessage message) throws SQLException {
        Judgement judgement = judge(connection, message);
        switch (judgement.key) {
            case NEW ->
                Sql.update(
                        connection,
                        "INSERT INTO duplicate_key (id_hash, content_hash, intake, stored_at) VALUES (?, ?, ?, ?)",
                        judgement.idHash,
                        message.labels().contentHash(),
                        message.intake(),
                        MessageInsert.now());
            case TAKEN_OVER ->
                Sql.update(
                        connection,
                        "UPDATE duplicate_key SET intake = ?, stored_at = ? WHERE id_hash = ? AND content_hash = ?",
                        message.intake(),
                        MessageInsert.now(),
                        judgement.idHash,
                        message.labels().contentHash());
            case AS_IT_IS -> {
                // its own already, or another message's
            }
        }
        if (judgement.flag != null) {
            flag(connection, message, MessageInsert.day(message), judgement.flag);
        }
        return judgement.arrival;
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

    /** What is written of a message's key. */
    private enum Key {
        NEW,
        TAKEN_OVER,
        AS_IT_IS
    }

    private record Judgement(Arrival arrival, String idHash, Key key, @Nullable String flag) {}

    private Judgement judge(Connection connection, StoredMessage message) throws SQLException {
        Labels labels = message.labels();
        if (labels.controlId() == null) {
            return new Judgement(new Arrival.Proceed(), "", Key.AS_IT_IS, null);
        }
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
            boolean reused = claims.stream().anyMatch(claim -> claim.storedAt.isAfter(since));
            return new Judgement(new Arrival.Proceed(), idHash, Key.NEW, reused ? REUSED : null);
        }
        long first = same.get().intake;
        if (first >= message.intake()) {
            return new Judgement(new Arrival.Proceed(), idHash, Key.AS_IT_IS, null);
        }
        boolean constant = saysSomethingNew(connection, message, first);
        return constant || same.get().storedAt.isBefore(since)
                ? new Judgement(new Arrival.Proceed(), idHash, Key.TAKEN_OVER, constant ? CONSTANT : null)
                : new Judgement(new Arrival.Duplicate(first), idHash, Key.AS_IT_IS, null);
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
