package org.qantara.tests.bench.ingest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Mappings;
import org.qantara.tests.Home;
import org.qantara.tests.bench.ingest.StoreFigures.Store;

/** The PostgreSQL of a bench: real, durable, its settings printed; and the maps that ship. */
final class BenchPostgres {

    private BenchPostgres() {}

    static EmbeddedPostgres.Builder builder(Path data) {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "4GB")
                .setDataDirectory(data)
                .setCleanDataDirectory(true);
    }

    static Store database(EmbeddedPostgres postgres, String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Store(postgres.getJdbcUrl("postgres", name), "postgres");
    }

    static void print(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT current_setting('server_version'), current_setting('fsync'),"
                                + " current_setting('synchronous_commit'), current_setting('shared_buffers'),"
                                + " current_setting('max_wal_size')")) {
            row.next();
            System.out.printf(
                    "JDK %s, %d processors; PostgreSQL %s, fsync=%s, synchronous_commit=%s, shared_buffers=%s,"
                            + " max_wal_size=%s%n",
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors(),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5));
        }
    }

    static Mappings maps() throws IOException {
        Compilation compilation = Mappings.compile(Home.folder().resolve("mappings"));
        if (compilation instanceof Compilation.Compiled compiled) {
            return compiled.mappings();
        }
        throw new IllegalStateException("the maps do not compile: " + compilation.diagnostics());
    }
}
