package org.qantara.dpp.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.util.Locale;
import org.qantara.dpp.DppSettings;

/** Opens the connection pool; the driver settings and the reason for each are in the README of this room. */
public final class DppDataSource {

    private static final long CONNECTION_TIMEOUT_MS = 10_000;

    private DppDataSource() {}

    /**
     * A pool on the settings' database, not yet connected beyond the first probe. Close it to release the connections.
     *
     * @throws IllegalStateException when the database cannot be reached, naming what to check
     */
    public static HikariDataSource open(DppSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("dpp");
        config.setJdbcUrl(durableUrl(settings.jdbcUrl()));
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connectionsMax());
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        if (settings.postgresql()) {
            // several rows travel as one statement: index rows are most of what is written
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
            config.addDataSourceProperty("prepareThreshold", "3");
            config.addDataSourceProperty("preparedStatementCacheQueries", "512");
            config.addDataSourceProperty("preparedStatementCacheSizeMiB", "16");
            // "Detail: Key (…)=(…)" would put stored values into logs and answers
            config.addDataSourceProperty("logServerErrorDetail", "false");
            config.addDataSourceProperty("ApplicationName", "qantara-dpp");
        }
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new IllegalStateException(
                    "cannot connect to the DPP's database (" + e.getMessage()
                            + "): check QANTARA_DPP_DB_URL, user and password",
                    e);
        }
    }

    /** The URL with {@code ;WRITE_DELAY=0} for H2 files: with its default of 500 ms H2 loses committed rows when the process is killed. */
    static String durableUrl(String jdbcUrl) {
        boolean h2File = jdbcUrl.startsWith("jdbc:h2:") && !jdbcUrl.startsWith("jdbc:h2:mem:");
        if (!h2File || jdbcUrl.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=")) {
            return jdbcUrl;
        }
        return jdbcUrl + ";WRITE_DELAY=0";
    }
}
