package org.qantara.engine.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's database. Opened when it is first needed, and again after it was away; its schema is brought up to date by Flyway
 * before the first use. Thread-safe.
 */
final class LedgerDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final long CONNECT_TIMEOUT_MS = 3_000;
    private static final int STATEMENTS_REMEMBERED = 100;

    private final LedgerSettings settings;
    private @Nullable HikariDataSource pool;

    LedgerDatabase(LedgerSettings settings) {
        this.settings = settings;
    }

    LedgerSettings settings() {
        return settings;
    }

    Connection connection() throws LedgerUnavailable {
        try {
            return open().getConnection();
        } catch (SQLException | FlywayException e) {
            throw new LedgerUnavailable("the ledger's database is not reachable: " + e.getMessage(), e);
        }
    }

    private synchronized HikariDataSource open() throws SQLException {
        HikariDataSource present = pool;
        if (present != null) {
            return present;
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("qantara-ledger");
        config.setJdbcUrl(settings.isPostgres() ? settings.url() : withStatementCache(settings.url()));
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1);
        HikariDataSource fresh = new HikariDataSource(config);
        try {
            Flyway.configure(LedgerDatabase.class.getClassLoader())
                    .dataSource(fresh)
                    .locations("classpath:db/ledger")
                    .placeholders(Map.of("partition", settings.isPostgres() ? "PARTITION BY RANGE (stored_day)" : ""))
                    .connectRetries(0)
                    .load()
                    .migrate();
            if (settings.isPostgres()) {
                try (Connection connection = fresh.getConnection()) {
                    Partitions.ensure(connection, LocalDate.now(ZoneOffset.UTC));
                }
            }
        } catch (RuntimeException | SQLException e) {
            fresh.close();
            throw e;
        }
        pool = fresh;
        return fresh;
    }

    /** H2 remembers eight parsed statements by default; a message needs more than that, and would parse each of them again. */
    private static String withStatementCache(String url) {
        return url.contains("QUERY_CACHE_SIZE") ? url : url + ";QUERY_CACHE_SIZE=" + STATEMENTS_REMEMBERED;
    }

    /**
     * Makes what was committed survive a power cut. PostgreSQL's commit has done so; H2's with {@code WRITE_DELAY=0} writes to the file and
     * leaves it to the operating system when that reaches the disk, which saves rows from a killed process only. H2 in memory has no disk.
     */
    void force(Connection connection) throws LedgerUnavailable {
        if (!settings.url().startsWith("jdbc:h2:") || settings.url().startsWith("jdbc:h2:mem:")) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            discardIfBroken(connection, e);
            throw new LedgerUnavailable("the ledger could not be forced to disk: " + e.getMessage(), e);
        }
    }

    /**
     * Whether the failure is the connection's and not the statement's: SQLSTATE class 08 connection, 57 operator intervention, 53
     * resources (ISO 9075-2 table 38, PostgreSQL appendix A), 90 H2. Such a connection is never lent again.
     */
    boolean discardIfBroken(Connection connection, SQLException failure) {
        String state = failure.getSQLState();
        boolean broken = state == null
                || state.startsWith("08")
                || state.startsWith("57")
                || state.startsWith("53")
                || state.startsWith("90");
        HikariDataSource present;
        synchronized (this) {
            present = pool;
        }
        if (broken && present != null) {
            present.evictConnection(connection);
        }
        return broken;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }
}
