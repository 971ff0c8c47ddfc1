package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Day partitions of the large tables on PostgreSQL: made two weeks ahead, dropped whole by retention. A default partition takes
 * what falls outside (a message of a restored backup), so that nothing is ever refused for its date.
 */
final class Partitions {
    static final List<String> TABLES = List.of("message", "message_key", "body", "delivery");
    private static final int DAYS_AHEAD = 14;
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMMdd");

    private Partitions() {}

    static String name(String table, LocalDate day) {
        return table + "_p" + SUFFIX.format(day);
    }

    /** Makes the default partitions and those of today and the next two weeks. Repeating it changes nothing. */
    static void ensure(Connection connection, LocalDate today) throws SQLException {
        for (String table : TABLES) {
            Sql.update(
                    connection, "CREATE TABLE IF NOT EXISTS " + table + "_default PARTITION OF " + table + " DEFAULT");
            for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
                LocalDate day = today.plusDays(ahead);
                Sql.update(
                        connection,
                        "CREATE TABLE IF NOT EXISTS " + name(table, day) + " PARTITION OF " + table
                                + " FOR VALUES FROM ('" + day + "') TO ('" + day.plusDays(1) + "')");
            }
        }
    }

    /** Days that have a partition of their own, before the given one. */
    static List<LocalDate> before(Connection connection, LocalDate cutoff) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT c.relname FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid"
                                + " JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname = 'message'",
                        row -> row.getString(1))
                .stream()
                .filter(name -> name.matches("message_p\\d{8}"))
                .map(name -> LocalDate.parse(name.substring("message_p".length()), SUFFIX))
                .filter(day -> day.isBefore(cutoff))
                .sorted()
                .toList();
    }

    /** Drops a day, rows, keys, bytes and deliveries together. */
    static void drop(Connection connection, LocalDate day) throws SQLException {
        for (String table : TABLES) {
            Sql.update(connection, "DROP TABLE IF EXISTS " + name(table, day));
        }
    }
}
