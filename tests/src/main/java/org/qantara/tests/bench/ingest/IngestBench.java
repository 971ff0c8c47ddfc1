package org.qantara.tests.bench.ingest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Mappings;
import org.qantara.tests.Home;
import org.qantara.tests.bench.ingest.StoreFigures.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast the DPP stores what the engine sends, beside plain HAPI FHIR JPA on the same PostgreSQL in the same run. Prints Markdown. */
@Command(
        name = "ingest",
        description = "Bundles per second into the DPP and into plain HAPI, real engine output, PostgreSQL with fsync.",
        mixinStandardHelpOptions = true)
public final class IngestBench implements Callable<Integer> {

    @Option(names = "--seconds", defaultValue = "40", description = "length of each measurement (default: 40)")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "seconds before each server's first measurement (default: 30)")
    int warmUpSeconds;

    @Option(names = "--rounds", defaultValue = "1", description = "measurements of each line, in turns (default: 1)")
    int rounds;

    @Option(names = "--clients", defaultValue = "4", description = "messages under way at once (default: 4)")
    int clients;

    @Option(names = "--only", defaultValue = "", description = "plain or dpp: leaves the other server out")
    String only = "";

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xms2g -Xmx2g -XX:+UseParallelGC -XX:ReservedCodeCacheSize=400m",
            description = "options of each server's JVM (default: ${DEFAULT-VALUE})")
    List<String> jvmOptions = List.of();

    @Override
    public Integer call() throws Exception {
        Mappings maps = maps();
        Path data = Files.createTempDirectory("qantara-bench-postgres");
        List<BenchServer> servers = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "4GB")
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .start()) {
            settings(postgres);
            List<Cell> cells = new ArrayList<>();
            if (!only.equals("dpp")) {
                BenchServer plain = BenchServer.start("plain", database(postgres, "plain"), jvmOptions);
                servers.add(plain);
                cells.add(
                        new Cell("plain HAPI, " + Shape.CONDITIONAL.words, plain, Shape.CONDITIONAL, maps, 1, clients));
                cells.add(new Cell("plain HAPI, " + Shape.ENGINE.words, plain, Shape.ENGINE, maps, 2, clients));
            }
            if (!only.equals("plain")) {
                BenchServer dpp = BenchServer.start("dpp", database(postgres, "dpp"), jvmOptions);
                servers.add(dpp);
                cells.add(new Cell("**DPP**, " + Shape.ENGINE.words, dpp, Shape.ENGINE, maps, 3, clients));
            }
            measure(cells, new PostgresCpu(data));
        } finally {
            for (BenchServer server : servers) {
                server.close();
            }
        }
        return 0;
    }

    private void measure(List<Cell> cells, PostgresCpu postgres) throws InterruptedException, SQLException {
        for (Cell cell : cells) {
            cell.run(warmUpSeconds, postgres);
        }
        System.out.println(
                "| | bundles/s | resources/s | CPU-ms a bundle: server + PostgreSQL + client | p50 / p95 / p99 ms | sent again, failed | index rows, bytes a resource |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int round = 0; round < rounds; round++) {
            for (Cell cell : cells) {
                Store store = cell.server.store();
                store.vacuum();
                StoreFigures before = store.read();
                Cell.Result result = cell.run(seconds, postgres);
                store.vacuum();
                print(cell, result, store.read().minus(before));
            }
        }
    }

    private static void print(Cell cell, Cell.Result result, StoreFigures stored) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.1f + %.1f + %.1f | %.0f / %.0f / %.0f | %d, %d | %.2f, %.0f (%.2f versions) |%n",
                cell.name,
                result.bundles() / result.seconds(),
                result.resources() / result.seconds(),
                result.serverMs(),
                result.postgresMs(),
                result.clientMs(),
                result.micros().getValueAtPercentile(50) / 1e3,
                result.micros().getValueAtPercentile(95) / 1e3,
                result.micros().getValueAtPercentile(99) / 1e3,
                result.conflicts(),
                result.failures(),
                (double) stored.indexRows() / stored.resources(),
                (double) stored.bytes() / stored.resources(),
                (double) stored.versions() / stored.resources());
    }

    private static Mappings maps() throws IOException {
        Compilation compilation = Mappings.compile(Home.folder().resolve("mappings"));
        if (compilation instanceof Compilation.Compiled compiled) {
            return compiled.mappings();
        }
        throw new IllegalStateException("the maps do not compile: " + compilation.diagnostics());
    }

    private static Store database(EmbeddedPostgres postgres, String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Store(postgres.getJdbcUrl("postgres", name), "postgres");
    }

    private void settings(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'), "
                                + "current_setting('shared_buffers'), current_setting('max_wal_size')")) {
            row.next();
            System.out.printf(
                    "JDK %s, %d processors; PostgreSQL %s, fsync=%s, synchronous_commit=%s, shared_buffers=%s, max_wal_size=%s; %d clients; "
                            + "%d s after %d s of warm-up; servers with %s%n%n",
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors(),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    clients,
                    seconds,
                    warmUpSeconds,
                    String.join(" ", jvmOptions));
        }
    }
}
