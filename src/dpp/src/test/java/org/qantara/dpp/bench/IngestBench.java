package org.qantara.dpp.bench;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.TestPostgres;

/**
 * Ingest of the DPP beside plain HAPI, on one PostgreSQL with fsync, in one JVM, the variants in turns so that what else the machine does hits
 * all of them alike. Arguments: seconds per cell (15), rounds (2). Prints Markdown.
 */
final class IngestBench {

    private static final int CLIENTS = 4;
    private static final int RESOURCES_PER_MESSAGE = 11;
    private static final String INDEX_ROWS =
            """
            SELECT (SELECT count(*) FROM hfj_spidx_string) + (SELECT count(*) FROM hfj_spidx_token) + (SELECT count(*) FROM hfj_spidx_date)
              + (SELECT count(*) FROM hfj_spidx_quantity) + (SELECT count(*) FROM hfj_spidx_uri) + (SELECT count(*) FROM hfj_spidx_number)
              + (SELECT count(*) FROM hfj_spidx_coords) + (SELECT count(*) FROM hfj_res_link) + (SELECT count(*) FROM hfj_res_param_present)""";

    private record Cell(String name, DppUnderTest server, Workload workload, int messagesPerTransaction) {}

    private record Result(
            double messagesPerSecond,
            double serverMs,
            double postgresMs,
            double clientMs,
            long[] sortedUs,
            int failures) {}

    private IngestBench() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        Path data = Database.temporaryFolder();
        try (EmbeddedPostgres postgres = TestPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .start()) {
            PostgresCpu cpu = new PostgresCpu(data);
            DppUnderTest plain = start(postgres, Variant.PLAIN_HAPI);
            DppUnderTest dpp = start(postgres, Variant.DPP);
            DppUnderTest allParameters = start(postgres, Variant.DPP_ALL_PARAMETERS);
            DppUnderTest fhirPath = start(postgres, Variant.DPP_FHIRPATH);
            List<Cell> cells = List.of(
                    new Cell("plain HAPI, conditional PUT", plain, new Workload(false, "", 1), 1),
                    new Cell("DPP, all search parameters", allParameters, new Workload(true, "", 1), 1),
                    new Cell("DPP, FHIRPath for every index value", fhirPath, new Workload(true, "", 1), 1),
                    new Cell("DPP, versions written twice (HAPI's meta.source)", dpp, new Workload(true, "#x", 1), 1),
                    new Cell("**DPP**", dpp, new Workload(true, "", 1), 1),
                    new Cell("DPP, two messages per transaction", dpp, new Workload(true, "", 2), 2));
            long plainBytes = bytes(plain);
            long allParametersBytes = bytes(allParameters);
            long dppBytes = bytes(dpp);
            cells.forEach(cell -> measure(cell, cpu, seconds));
            System.out.println("warm");
            print(cells, cpu, seconds, rounds);
            rows("plain HAPI", plain, plainBytes);
            rows("DPP, all search parameters", allParameters, allParametersBytes);
            rows("DPP", dpp, dppBytes);
            System.exit(0);
        }
    }

    private static DppUnderTest start(EmbeddedPostgres postgres, Variant variant) throws Exception {
        String name = variant.name().toLowerCase(Locale.ROOT);
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return variant.start(new DppSettings(
                postgres.getJdbcUrl("postgres", name),
                "postgres",
                "",
                null,
                10,
                DppSettings.BODY_BYTES_MAX_DEFAULT,
                Map.of()));
    }

    private static void print(List<Cell> cells, PostgresCpu cpu, int seconds, int rounds) {
        System.out.printf(
                "JDK %s, %d processors, PostgreSQL fsync=on synchronous_commit=on, %d clients, %d s per cell, 11 resources per message%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), CLIENTS, seconds);
        System.out.println(
                "| variant | round | messages/s | resources/s | CPU-ms a message: server + PostgreSQL + client | p50 / p95 / p99 ms | failed | load |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (int round = 1; round <= rounds; round++) {
            for (Cell cell : cells) {
                Result result = measure(cell, cpu, seconds);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %.0f | %.0f | %.1f + %.1f + %.1f | %.0f / %.0f / %.0f | %d | %.1f |%n",
                        cell.name,
                        round,
                        result.messagesPerSecond,
                        result.messagesPerSecond * RESOURCES_PER_MESSAGE,
                        result.serverMs,
                        result.postgresMs,
                        result.clientMs,
                        percentile(result, 50),
                        percentile(result, 95),
                        percentile(result, 99),
                        result.failures,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            }
        }
    }

    private static double percentile(Result result, int percent) {
        long[] sorted = result.sortedUs;
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1000.0;
    }

    private static Result measure(Cell cell, PostgresCpu postgres, int seconds) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> clientNanos = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Integer> failures = new ConcurrentLinkedQueue<>();
        long postgresBefore = postgres.milliseconds();
        long processBefore = system.getProcessCpuTime();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    byte[] bundle = cell.workload.next();
                    long sent = System.nanoTime();
                    int status = post(cell.server.base(), bundle);
                    micros.add((System.nanoTime() - sent) / 1000);
                    if (status != 200) {
                        failures.add(status);
                    }
                }
                clientNanos.add(threads.getCurrentThreadCpuTime());
            });
            clients.add(thread);
            thread.start();
        }
        clients.forEach(IngestBench::join);
        double elapsedSeconds = (System.nanoTime() - start) / 1e9;
        double processMs = (system.getProcessCpuTime() - processBefore) / 1e6;
        double clientMs = clientNanos.stream().mapToLong(Long::longValue).sum() / 1e6;
        double postgresMs = postgres.milliseconds() - postgresBefore;
        double messages = (double) (micros.size() - failures.size()) * cell.messagesPerTransaction;
        long[] sorted = micros.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Result(
                messages / elapsedSeconds,
                (processMs - clientMs) / messages,
                postgresMs / messages,
                clientMs / messages,
                sorted,
                failures.size());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int post(String url, byte[] bundle) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/fhir+json");
            connection.setRequestProperty("Accept", "application/fhir+json");
            connection.getOutputStream().write(bundle);
            int status = connection.getResponseCode();
            try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                body.readAllBytes();
            }
            return status;
        } catch (IOException e) {
            return -1;
        }
    }

    private static long bytes(DppUnderTest server) throws Exception {
        DppSettings settings = server.settings();
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Counts after the run; bytes are what the database has grown by since its server started. */
    private static void rows(String name, DppUnderTest server, long bytesBefore) throws Exception {
        DppSettings settings = server.settings();
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
            try (var row = statement.executeQuery(
                    "SELECT (SELECT count(*) FROM hfj_resource), (SELECT count(*) FROM hfj_res_ver), (" + INDEX_ROWS
                            + "), pg_database_size(current_database())")) {
                row.next();
                double resources = row.getLong(1);
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.0f resources, %.2f versions, %.2f index rows and %.0f bytes per resource%n",
                        name,
                        resources,
                        row.getLong(2) / resources,
                        row.getLong(3) / resources,
                        (row.getLong(4) - bytesBefore) / resources);
            }
        }
    }
}
