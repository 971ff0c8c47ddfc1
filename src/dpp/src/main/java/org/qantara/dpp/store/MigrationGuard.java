package org.qantara.dpp.store;

import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.qantara.dpp.DppSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a migration that was killed repeatable.
 *
 * <p>HAPI's migrator marks itself by a row that a killed process leaves behind. This guard holds a lock that dies with the process (an H2 file
 * belongs to one process; PostgreSQL has session locks), so that a row found under it is known to be stale. A first schema that was killed half
 * way is dropped on H2; on PostgreSQL, which other programs may share, it is reported.
 */
final class MigrationGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationGuard.class);
    private static final String TABLE = "\"" + SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME + "\"";
    private static final int LOCK_ROW = -100;
    private static final long ADVISORY_LOCK = 0x51414e54415241L;

    private final Connection connection;
    private final boolean postgresql;

    private MigrationGuard(Connection connection, boolean postgresql) {
        this.connection = connection;
        this.postgresql = postgresql;
    }

    static MigrationGuard acquire(DppSettings settings, DataSource dataSource) {
        try {
            MigrationGuard guard = new MigrationGuard(dataSource.getConnection(), settings.postgresql());
            if (guard.postgresql) {
                guard.execute("SELECT pg_advisory_lock(" + ADVISORY_LOCK + ")");
            }
            return guard;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot connect to the DPP's database (" + e.getMessage()
                            + "): check QANTARA_DPP_DB_URL, user and password",
                    e);
        }
    }

    void clearWhatAKilledMigrationLeft() {
        try {
            if (count("SELECT COUNT(*) FROM " + TABLE + " WHERE \"installed_rank\" = " + LOCK_ROW) == 0) {
                return;
            }
            LOG.warn("an earlier migration of the DPP's schema was killed: it is repeated");
            if (count("SELECT COUNT(*) FROM " + TABLE + " WHERE \"installed_rank\" <> " + LOCK_ROW
                            + " AND \"success\" = TRUE")
                    > 0) {
                execute("DELETE FROM " + TABLE + " WHERE \"installed_rank\" = " + LOCK_ROW);
            } else if (postgresql) {
                throw new IllegalStateException(
                        "the first migration of the DPP's database was killed before the schema was whole: "
                                + "drop the database, create it again and repeat the migration (it holds no resource yet)");
            } else {
                execute("DROP ALL OBJECTS");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot read the DPP's migration table " + TABLE + ": " + e.getMessage(), e);
        }
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try (connection) {
            if (postgresql) {
                execute("SELECT pg_advisory_unlock(" + ADVISORY_LOCK + ")");
            }
        } catch (SQLException e) {
            LOG.warn("releasing the lock of the migration failed with SQL state {}", e.getSQLState());
        }
    }
}
