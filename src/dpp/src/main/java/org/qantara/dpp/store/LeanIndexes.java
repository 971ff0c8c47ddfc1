package org.qantara.dpp.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Replaces HAPI's indexes on PostgreSQL by those that the DPP's searches use, and drops foreign keys that check rows against the resource
 * of their own transaction: {@code lean-indexes.sql} says what and why.
 *
 * <p>Every step is taken only when its result is not there yet, so that it can be repeated at each start, and after a migration of HAPI's
 * that brought something back. A killed run goes on where it stopped.
 */
final class LeanIndexes {

    private static final String FILE = "lean-indexes.sql";
    private static final Pattern STEP = Pattern.compile(
            "create (?:unique )?index (\\w+) on .*|drop index (\\w+)|alter table (\\w+) drop constraint (\\w+)",
            Pattern.DOTALL);

    private LeanIndexes() {}

    /** Returns the number of statements that were needed. */
    static int apply(DataSource dataSource) {
        int executed = 0;
        try (Connection connection = dataSource.getConnection()) {
            for (String sql : steps()) {
                if (needed(connection, sql)) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                    executed++;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot change the indexes of the DPP's database: " + e.getMessage(), e);
        }
        return executed;
    }

    private static boolean needed(Connection connection, String sql) throws SQLException {
        Matcher step = STEP.matcher(sql);
        if (!step.matches()) {
            throw new IllegalStateException(FILE + ": cannot read the statement " + sql);
        }
        if (step.group(1) != null) {
            return !exists(connection, "SELECT 1 FROM pg_class WHERE oid = to_regclass(?)", step.group(1));
        }
        return step.group(2) != null
                ? exists(connection, "SELECT 1 FROM pg_class WHERE oid = to_regclass(?)", step.group(2))
                : exists(
                        connection,
                        "SELECT 1 FROM pg_constraint WHERE conname = ? AND conrelid = to_regclass('" + step.group(3)
                                + "')",
                        step.group(4));
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static List<String> steps() {
        try (InputStream file = LeanIndexes.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the DPP's jar");
            }
            String statements = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining(" "));
            return Arrays.stream(statements.split(";", -1))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
