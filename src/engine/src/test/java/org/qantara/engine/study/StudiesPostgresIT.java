package org.qantara.engine.study;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.qantara.engine.ledger.LedgerSettings;

/** The same with a ledger on PostgreSQL: a database of its own for each test, every migration from the first. */
@Tag("long")
class StudiesPostgresIT extends StudiesIT {
    private static EmbeddedPostgres postgres;
    private static int databases;
    private String url = "";

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        postgres.close();
    }

    @Override
    LedgerSettings ledger() throws SQLException {
        if (url.isEmpty()) {
            String name = "studies" + ++databases;
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            url = postgres.getJdbcUrl("postgres", name);
        }
        return LedgerSettings.of(url, "postgres", "");
    }
}
