package org.qantara.engine.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's database. Opened when it is first needed, and again after it was away; its schema is brought up to date by Flyway
 * before the first use. Thread-safe.
 */
final class LedgerDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final long CONNECT_TIMEOUT_MS = 3_000;
    private static final int STATEMENTS_REMEMBERED = 100;
    private static final int REPLACED_PAGES_KEPT_MS = 2_000;

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
        config.setJdbcUrl(settings.isPostgres() ? settings.url() : tuned(settings.url()));
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

    /**
     * H2 remembers eight parsed statements by default; a message needs more than that, and would parse each of them again. And it keeps pages
     * that were replaced for 45 s, because it never forces: {@link #force} does, after every commit, so that two seconds are plenty.
     */
    private static String tuned(String url) {
        String cached = url.contains("QUERY_CACHE_SIZE") ? url : url + ";QUERY_CACHE_SIZE=" + STATEMENTS_REMEMBERED;
        return cached.contains("RETENTION_TIME") ? cached : cached + ";RETENTION_TIME=" + REPLACED_PAGES_KEPT_MS;
    }

    /** Makes what was committed survive a power cut. PostgreSQL's commit has done so; H2 in memory has no disk. */
    void force(Connection connection) throws LedgerUnavailable {
        if (!settings.isH2File()) {
            return;
        }
        try {
            H2File.force(connection);
        } catch (SQLException e) {
            discardIfBroken(connection, e);
            throw new LedgerUnavailable("the ledger could not be forced to disk: " + e.getMessage(), e);
        }
    }

    /** Keeps an H2 file from growing without end; nothing on PostgreSQL, which does that by itself. */
    void tidy() throws LedgerUnavailable {
        if (!settings.isH2File()) {
            return;
        }
        try (Connection connection = connection()) {
            H2File.tidy(connection);
        } catch (SQLException | MVStoreException e) {
            throw new LedgerUnavailable("the ledger's file could not be tidied up: " + e.getMessage(), e);
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
