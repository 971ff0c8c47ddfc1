package org.qantara.tests.bench.ingest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.qantara.dpp.profile.SampledValidation;
import org.qantara.mapping.Mappings;
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

    @Option(
            names = "--together",
            defaultValue = "2",
            description = "messages that share a transaction at most in line 4 (default: 2, as the engine ships)")
    int together;

    @Option(
            names = "--lines",
            split = ",",
            defaultValue = "1,2,3,4,5",
            description =
                    "lines of the table to measure (default: all): 1 and 2 plain HAPI, 3 and 4 the DPP, 5 with its patient registry")
    Set<Integer> lines = Set.of();

    @Option(
            names = "--wait",
            description = "waits for Enter between warm-up and measurement, to silence the machine meanwhile")
    boolean wait;

    @Option(names = "--postgres", description = "a further setting of PostgreSQL, name=value; repeatable")
    Map<String, String> postgresSettings = Map.of();

    @Option(names = "--tables", description = "also the bytes a resource of each table and index")
    boolean tables;

    @Option(names = "--jvm", split = " ", description = "options of each server's JVM instead of the usual ones")
    List<String> jvmOptions = BenchServer.JVM_OPTIONS;

    @Override
    public Integer call() throws Exception {
        Mappings maps = BenchPostgres.maps();
        Path data = Files.createTempDirectory("qantara-bench-postgres");
        List<BenchServer> servers = new ArrayList<>();
        EmbeddedPostgres.Builder builder = BenchPostgres.builder(data);
        postgresSettings.forEach(builder::setServerConfig);
        try (EmbeddedPostgres postgres = builder.start()) {
            BenchPostgres.print(postgres);
            System.out.printf(
                    "%d clients; %d s after %d s of warm-up; servers with %s; of the DPP's resources 1 in %d is"
                            + " validated beside%n%n",
                    clients, seconds, warmUpSeconds, String.join(" ", jvmOptions), SampledValidation.EACH_DEFAULT);
            List<Cell> cells = new ArrayList<>();
            if (lines.contains(1) || lines.contains(2)) {
                BenchServer plain = BenchServer.start("plain", BenchPostgres.database(postgres, "plain"), jvmOptions);
                servers.add(plain);
                Way conditional = Way.conditional(plain.base());
                cell(
                        cells,
                        1,
                        "plain HAPI, conditional requests, ids by the server",
                        plain,
                        conditional,
                        maps,
                        clients);
                Way engine = Way.engine(plain.base());
                cell(cells, 2, "plain HAPI, as the engine sends it", plain, engine, maps, clients);
            }
            if (lines.contains(3) || lines.contains(4)) {
                BenchServer dpp = BenchServer.start("dpp", BenchPostgres.database(postgres, "dpp"), jvmOptions);
                servers.add(dpp);
                Way alone = Way.engine(dpp.base());
                cell(cells, 3, "**DPP**, one message a transaction", dpp, alone, maps, clients);
                Way shared = Way.engineShared(dpp.base(), together, clients);
                cell(
                        cells,
                        4,
                        "**DPP**, " + together + " messages a transaction",
                        dpp,
                        shared,
                        maps,
                        together * clients);
            }
            if (lines.contains(5)) {
                BenchServer dpp =
                        BenchServer.start("dpp-registry", BenchPostgres.database(postgres, "mpi"), jvmOptions);
                servers.add(dpp);
                cell(cells, 5, "**DPP** with the registry on", dpp, Way.engine(dpp.base()), maps, clients);
            }
            measure(cells, new PostgresCpu(data));
        } finally {
            for (BenchServer server : servers) {
                server.close();
            }
        }
        return 0;
    }

    private void cell(
            List<Cell> cells, int line, String name, BenchServer server, Way way, Mappings maps, int senders) {
        if (lines.contains(line)) {
            cells.add(new Cell(name, server, way, maps, line, senders));
        }
    }

    private void measure(List<Cell> cells, PostgresCpu postgres)
            throws InterruptedException, SQLException, IOException {
        for (Cell cell : cells) {
            cell.run(warmUpSeconds, postgres);
        }
        if (wait) {
            System.out.println("warm; Enter starts the measurement");
            if (System.in.read() < 0) {
                throw new IOException("--wait needs an open standard input");
            }
        }
        System.out.println(
                "| | bundles/s | resources/s | CPU-ms a bundle: server (its compilers) + PostgreSQL + client | p50 /"
                        + " p95 / p99 ms | sent again, failed | index rows, bytes a resource |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int round = 0; round < rounds; round++) {
            for (Cell cell : cells) {
                Store store = cell.server.store();
                store.vacuum();
                StoreFigures before = store.read();
                Cell.Result result = cell.run(seconds, postgres);
                store.vacuum();
                print(cell, result, store.read().minus(before));
                if (tables) {
                    store.bytesByRelation()
                            .forEach((relation, bytes) -> System.out.printf("  %-40s %6d%n", relation, bytes));
                }
            }
        }
    }

    private static void print(Cell cell, Cell.Result result, StoreFigures stored) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.1f (%.1f) + %.1f + %.1f | %.0f / %.0f / %.0f | %d, %d | %.2f, %.0f (%.2f"
                        + " versions) |%n",
                cell.name,
                result.bundles() / result.seconds(),
                result.resources() / result.seconds(),
                result.serverMs(),
                result.compilersMs(),
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
}
