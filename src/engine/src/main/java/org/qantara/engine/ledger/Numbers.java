package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.qantara.engine.inbox.IntakeBlock;

/** Blocks of intake numbers and what became void of them. Repeating an entry changes nothing. */
final class Numbers {
    private Numbers() {}

    static boolean block(Connection connection, IntakeBlock block) throws SQLException {
        if (Sql.first(connection, "SELECT 1 FROM intake_block WHERE first_intake = ?", row -> 1, block.from())
                .isPresent()) {
            return false;
        }
        Sql.update(
                connection,
                "INSERT INTO intake_block (first_intake, last_intake, node, reserved_at) VALUES (?, ?, ?, ?)",
                block.from(),
                block.to(),
                block.node(),
                Instant.ofEpochMilli(block.reservedAtMs()).atOffset(ZoneOffset.UTC));
        return true;
    }

    static boolean isVoid(Connection connection, long first, long last, String reason) throws SQLException {
        if (Sql.first(connection, "SELECT 1 FROM void_number WHERE first_intake = ?", row -> 1, first)
                .isPresent()) {
            return false;
        }
        Sql.update(
                connection,
                "INSERT INTO void_number (first_intake, last_intake, reason, noted_at) VALUES (?, ?, ?, ?)",
                first,
                last,
                reason,
                MessageInsert.now());
        return true;
    }

    static long greatest(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT GREATEST(COALESCE((SELECT MAX(intake) FROM message), 0),"
                                + " COALESCE((SELECT MAX(last_intake) FROM intake_block), 0))",
                        row -> row.getLong(1))
                .orElse(0L);
    }
}
