package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.StoredMessage;

/** Writes how a message ended, and what happens to it on the way. Used by the writer's thread. */
final class Settlements {
    private final Arrivals arrivals;
    private final RepeatedResources repeated;

    Settlements(Arrivals arrivals, RepeatedResources repeated) {
        this.arrivals = arrivals;
        this.repeated = repeated;
    }

    /** Writes how a message ended whose arrival was only looked at: its row, its key and its end in one transaction. */
    void arriveAndSettle(
            Connection connection, StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws SQLException {
        boolean fresh = MessageInsert.ensure(connection, message, primary ? settlement : null);
        arrivals.claim(connection, message);
        if (fresh) {
            insertDelivery(
                    connection, message, MessageInsert.day(message), destination, settlement, MessageInsert.now());
            settlement.unchanged().forEach(resource -> repeated.note(message, destination, resource));
        } else {
            settle(connection, message, destination, primary, settlement);
        }
    }

    void settle(
            Connection connection, StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws SQLException {
        LocalDate day = MessageInsert.day(message);
        OffsetDateTime now = MessageInsert.now();
        Fault fault = settlement.fault();
        delivery(connection, message, day, destination, settlement, now);
        settlement.unchanged().forEach(resource -> repeated.note(message, destination, resource));
        if (primary) {
            Sql.update(
                    connection,
                    "UPDATE message SET state = ?, state_at = ?, error_code = ?, error_detail = ?, error_location = ?,"
                            + " error_text = ?, duplicate_of = ?, written = ?, superseded = ?, unchanged = ?, maps_version = ?,"
                            + " warnings = ? WHERE intake = ? AND stored_day = ?",
                    settlement.messageState().word(),
                    now,
                    fault == null ? null : fault.code().name(),
                    fault == null ? null : MessageInsert.cut(fault.detail(), 100),
                    fault == null ? null : MessageInsert.cut(fault.location(), 200),
                    fault == null ? null : fault.text(),
                    settlement.duplicateOf(),
                    settlement.written(),
                    settlement.superseded(),
                    settlement.unchanged().size(),
                    settlement.mapsVersion(),
                    Warning.line(settlement.warnings()),
                    message.intake(),
                    day);
        }
        if (!message.meets().isEmpty()) {
            Sql.update(
                    connection,
                    "DELETE FROM barrier WHERE intake = ? AND destination = ?",
                    message.intake(),
                    destination);
        }
    }

    static boolean pending(Connection connection, StoredMessage message, String destination) throws SQLException {
        LocalDate day = MessageInsert.day(message);
        boolean known = Sql.first(
                        connection,
                        "SELECT 1 FROM delivery WHERE intake = ? AND stored_day = ? AND destination = ?",
                        row -> 1,
                        message.intake(),
                        day,
                        destination)
                .isPresent();
        if (!known) {
            Settlement waiting = Settlement.waiting(null, 0, null);
            delivery(connection, message, day, destination, waiting, MessageInsert.now());
        }
        return !known;
    }

    /** Notes the lane unless it stands there already, or the message has ended while the lane came: then nobody would take the note away. */
    static boolean arriveAtBarrier(Connection connection, long intake, String destination, int lane)
            throws SQLException {
        boolean known = ended(connection, intake, destination)
                || Sql.first(
                                connection,
                                "SELECT 1 FROM barrier WHERE intake = ? AND destination = ? AND lane = ?",
                                row -> 1,
                                intake,
                                destination,
                                lane)
                        .isPresent();
        if (!known) {
            Sql.update(
                    connection,
                    "INSERT INTO barrier (intake, destination, lane, arrived_at) VALUES (?, ?, ?, ?)",
                    intake,
                    destination,
                    lane,
                    MessageInsert.now());
        }
        return !known;
    }

    /** A delivery that did not succeed and will be tried again; one that has ended stays ended, also while it is replayed. */
    static void attempted(
            Connection connection,
            StoredMessage message,
            String destination,
            int attempts,
            @Nullable Integer httpStatus,
            String text)
            throws SQLException {
        MessageInsert.ensure(connection, message); // a delivery without its message would stay behind a crash
        if (ended(connection, message.intake(), destination)) {
            return; // or the message, come again after a crash, would wait for tokens that are gone
        }
        Settlement waiting =
                Settlement.waiting(Fault.of(ErrorCode.DESTINATION_REJECTED, null, text), attempts, httpStatus);
        delivery(connection, message, MessageInsert.day(message), destination, waiting, MessageInsert.now());
    }

    private static boolean ended(Connection connection, long intake, String destination) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM delivery WHERE intake = ? AND destination = ? AND state <> 'accepted'",
                        row -> 1,
                        intake,
                        destination)
                .isPresent();
    }

    private static void delivery(
            Connection connection,
            StoredMessage message,
            LocalDate day,
            String destination,
            Settlement settlement,
            OffsetDateTime now)
            throws SQLException {
        Fault fault = settlement.fault();
        int updated = Sql.update(
                connection,
                "UPDATE delivery SET state = ?, attempts = ?, http_status = ?, error_text = ?, written = ?,"
                        + " superseded = ?, unchanged = ?, last_at = ? WHERE intake = ? AND stored_day = ? AND destination = ?",
                settlement.state().word(),
                settlement.attempts(),
                settlement.httpStatus(),
                fault == null ? null : fault.text(),
                settlement.written(),
                settlement.superseded(),
                settlement.unchanged().size(),
                now,
                message.intake(),
                day,
                destination);
        if (updated == 0) {
            insertDelivery(connection, message, day, destination, settlement, now);
        }
    }

    private static void insertDelivery(
            Connection connection,
            StoredMessage message,
            LocalDate day,
            String destination,
            Settlement settlement,
            OffsetDateTime now)
            throws SQLException {
        Fault fault = settlement.fault();
        Sql.update(
                connection,
                "INSERT INTO delivery (intake, stored_day, destination, state, attempts, http_status, error_text, written,"
                        + " superseded, unchanged, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                message.intake(),
                day,
                destination,
                settlement.state().word(),
                settlement.attempts(),
                settlement.httpStatus(),
                fault == null ? null : fault.text(),
                settlement.written(),
                settlement.superseded(),
                settlement.unchanged().size(),
                now);
    }
}
