package org.qantara.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search by control id, patient and order over a million rows, on H2 and on PostgreSQL. Prints percentiles; asserts that rows are found. */
@Tag("long")
class SearchBench {
    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int SEARCHES = 300;

    @TempDir
    Path folder;

    @Test
    void searchOverAMillionRowsOnH2() throws Exception {
        search(
                "H2",
                "jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0",
                "sa",
                "SYSTEM_RANGE(1, " + ROWS + ")");
    }

    @Test
    void searchOverAMillionRowsOnPostgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            search(
                    "PostgreSQL",
                    postgres.getJdbcUrl("postgres", "postgres"),
                    "postgres",
                    "generate_series(1, " + ROWS + ") x");
        }
    }

    private static void search(String database, String url, String user, String numbers) throws Exception {
        Ledger ledger = Ledger.open(LedgerSettings.of(url, user, ""));
        try {
            assertThat(ledger.search(LedgerQuery.newest(1))).isEmpty();
            fill(url, user, numbers);
            Random random = new Random(3);
            LedgerQuery one = LedgerQuery.newest(50);
            measure(database, "control id", i -> ledger.search(one.withControlId("C" + (1 + random.nextInt(ROWS))))
                    .size());
            measure(database, "patient", i -> ledger.search(one.withPatient("P" + random.nextInt(ROWS / 20)))
                    .size());
            measure(database, "order", i -> ledger.search(one.withNumbers(null, "O" + random.nextInt(ROWS / 2), null))
                    .size());
            measure(database, "state", i -> ledger.search(one.withState(org.qantara.engine.MessageState.QUARANTINED))
                    .size());
            measure(
                    database,
                    "glance at 53 facilities",
                    i -> i % 10 == 0 ? ledger.glance().size() : 1);
        } finally {
            ledger.close();
        }
    }

    private interface Search {
        int run(int i) throws LedgerUnavailable;
    }

    private static void measure(String database, String what, Search search) throws LedgerUnavailable {
        long[] times = new long[SEARCHES];
        int found = 0;
        for (int i = 0; i < SEARCHES; i++) {
            long began = System.nanoTime();
            found += search.run(i);
            times[i] = System.nanoTime() - began;
        }
        Arrays.sort(times);
        System.out.printf(
                "%s, %,d rows, by %s: p50 %.1f ms p95 %.1f ms max %.1f ms, %.1f found%n",
                database,
                ROWS,
                what,
                times[SEARCHES / 2] / 1e6,
                times[SEARCHES * 95 / 100] / 1e6,
                times[SEARCHES - 1] / 1e6,
                found / (double) SEARCHES);
        assertThat(found).isPositive();
    }

    private static void fill(String url, String user, String numbers) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO message (intake, stored_day, facility, lane, bulk, state, state_at, stored_at,"
                            + " received_at, received_offset, facility_options, protocol, format, peer, port, charset,"
                            + " charset_source, control_id, message_type, content_hash, body_bytes, superseded, written, replays,"
                            + " settled_below) SELECT x, CURRENT_DATE, 'F' || MOD(x, 53), MOD(x, 256), FALSE,"
                            + " CASE WHEN MOD(x, 1000) = 0 THEN 'quarantined' ELSE 'delivered' END, CURRENT_TIMESTAMP,"
                            + " CURRENT_TIMESTAMP, CURRENT_TIMESTAMP - x * INTERVAL '1' SECOND, '+01:00', '', 'mllp', 'hl7v2', '127.0.0.1:1', 2575, 'UTF-8',"
                            + " 'declared', 'C' || x, 'ADT^A08', 'h', 1000, 0, 3, 0, x FROM " + numbers);
            statement.execute("INSERT INTO message_key (intake, stored_day, kind, key_value) SELECT x, CURRENT_DATE,"
                    + " 'patient', 'P' || MOD(x, " + ROWS / 20 + ") FROM " + numbers);
            statement.execute("INSERT INTO message_key (intake, stored_day, kind, key_value) SELECT x, CURRENT_DATE,"
                    + " 'placer', 'O' || MOD(x, " + ROWS / 2 + ") FROM " + numbers);
            statement.execute("ANALYZE");
        }
    }
}
