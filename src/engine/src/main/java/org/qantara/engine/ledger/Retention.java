package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes away what is old: duplicate keys after their time, settled messages after theirs. What waits for a person (quarantined) or
 * for its destination (accepted) is never taken. Counts per facility, day and state and per block of numbers are added up in the
 * same transaction, so the account goes on to balance. Small batches through the one writer, or whole day partitions on PostgreSQL.
 */
final class Retention {
    private static final int BATCH_ROWS = 500;

    private final LedgerSettings settings;
    private final LedgerWriter writer;

    Retention(LedgerSettings settings, LedgerWriter writer) {
        this.settings = settings;
        this.writer = writer;
    }

    /** Takes away what is older than its time now; returns the number of messages that were taken. */
    long run(OffsetDateTime now) throws LedgerUnavailable, LedgerRejected {
        LocalDate today = now.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
        LocalDate cutoff = today.minusDays(settings.keepFor().toDays());
        if (settings.isPostgres()) {
            write(connection -> {
                Partitions.ensure(connection, today);
                return 0L;
            });
        }
        while (write(connection -> duplicates(connection, now)) == BATCH_ROWS) {
            // until a batch is not full
        }
        long taken = settings.isPostgres() ? partitions(cutoff) : 0;
        long batch;
        do {
            batch = write(connection -> batch(connection, cutoff));
            taken += batch;
        } while (batch == BATCH_ROWS);
        while (taken > 0 && write(StudyTable::forget) == StudyTable.FORGET_ROWS) {
            // studies go with the last of their messages
        }
        return taken;
    }

    private long write(LedgerWriter.Operation<Long> operation) throws LedgerUnavailable, LedgerRejected {
        CompletableFuture<Long> done = writer.submit(operation);
        return Ledger.await(done);
    }

    private long duplicates(Connection connection, OffsetDateTime now) throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM duplicate_key WHERE (id_hash, content_hash) IN"
                        + " (SELECT id_hash, content_hash FROM duplicate_key WHERE stored_at < ? LIMIT ?)",
                now.minus(settings.duplicatesFor()),
                BATCH_ROWS);
    }

    private long partitions(LocalDate cutoff) throws LedgerUnavailable, LedgerRejected {
        List<LocalDate> days = Ledger.await(writer.submit(connection -> Partitions.before(connection, cutoff)));
        long taken = 0;
        for (LocalDate day : days) {
            taken += write(connection -> partition(connection, day));
        }
        return taken;
    }

    private static long partition(Connection connection, LocalDate day) throws SQLException {
        boolean unfinished = Sql.first(
                        connection,
                        "SELECT 1 FROM message WHERE stored_day = ? AND state IN ('accepted', 'quarantined') LIMIT 1",
                        row -> 1,
                        day)
                .isPresent();
        if (unfinished) {
            return 0;
        }
        List<Long> numbers =
                Sql.list(connection, "SELECT intake FROM message WHERE stored_day = ?", row -> row.getLong(1), day);
        count(connection, numbers);
        Partitions.drop(connection, day);
        return numbers.size();
    }

    private static long batch(Connection connection, LocalDate cutoff) throws SQLException {
        List<Long> numbers = Sql.list(
                connection,
                "SELECT intake FROM message WHERE stored_day < ? AND state NOT IN ('accepted', 'quarantined')"
                        + " ORDER BY intake LIMIT ?",
                row -> row.getLong(1),
                cutoff,
                BATCH_ROWS);
        if (numbers.isEmpty()) {
            return 0;
        }
        count(connection, numbers);
        for (String table : Partitions.TABLES) {
            Sql.update(
                    connection,
                    "DELETE FROM " + table + " WHERE intake IN (" + marks(numbers) + ")",
                    numbers.toArray());
        }
        return numbers.size();
    }

    private static void count(Connection connection, List<Long> numbers) throws SQLException {
        for (int from = 0; from < numbers.size(); from += BATCH_ROWS) {
            List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + BATCH_ROWS));
            retired(connection, some);
            for (long number : some) {
                Sql.update(
                        connection,
                        "UPDATE intake_block SET retired = retired + 1 WHERE first_intake ="
                                + " (SELECT MAX(first_intake) FROM intake_block WHERE first_intake <= ?)",
                        number);
            }
        }
    }

    private record Count(String facility, Date day, String state, long messages) {}

    private static void retired(Connection connection, List<Long> numbers) throws SQLException {
        List<Count> counts = Sql.list(
                connection,
                "SELECT facility, stored_day, state, COUNT(*) FROM message WHERE intake IN (" + marks(numbers)
                        + ") GROUP BY facility, stored_day, state",
                row -> new Count(row.getString(1), row.getDate(2), row.getString(3), row.getLong(4)),
                numbers.toArray());
        for (Count count : counts) {
            int updated = Sql.update(
                    connection,
                    "UPDATE retired SET messages = messages + ? WHERE facility = ? AND stored_day = ? AND state = ?",
                    count.messages(),
                    count.facility(),
                    count.day(),
                    count.state());
            if (updated == 0) {
                Sql.update(
                        connection,
                        "INSERT INTO retired (facility, stored_day, state, messages) VALUES (?, ?, ?, ?)",
                        count.facility(),
                        count.day(),
                        count.state(),
                        count.messages());
            }
        }
    }

    private static String marks(List<Long> numbers) {
        return String.join(",", Collections.nCopies(numbers.size(), "?"));
    }
}
