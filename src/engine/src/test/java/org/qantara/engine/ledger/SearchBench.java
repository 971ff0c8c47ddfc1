package org.qantara.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search by control id, patient and order over a million rows on H2. Prints percentiles; asserts that rows are found. */
@Tag("long")
class SearchBench {
    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int SEARCHES = 300;

    @TempDir
    Path folder;

    @Test
    void searchOverAMillionRows() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0";
        Ledger ledger = Ledger.open(LedgerSettings.of(url, "sa", ""));
        try {
            assertThat(ledger.search(LedgerQuery.newest(1))).isEmpty();
            fill(url);
            Random random = new Random(3);
            LedgerQuery one = LedgerQuery.newest(50);
            measure("control id", i -> ledger.search(one.withControlId("C" + (1 + random.nextInt(ROWS))))
                    .size());
            measure("patient", i -> ledger.search(one.withPatient("P" + random.nextInt(ROWS / 20)))
                    .size());
            measure("order", i -> ledger.search(one.withNumbers(null, "O" + random.nextInt(ROWS / 2), null))
                    .size());
            measure("state", i -> ledger.search(one.withState(org.qantara.engine.MessageState.QUARANTINED))
                    .size());
        } finally {
            ledger.close();
        }
    }

    private interface Search {
        int run(int i) throws LedgerUnavailable;
    }

    private static void measure(String what, Search search) throws LedgerUnavailable {
        long[] times = new long[SEARCHES];
        int found = 0;
        for (int i = 0; i < SEARCHES; i++) {
            long began = System.nanoTime();
            found += search.run(i);
            times[i] = System.nanoTime() - began;
        }
        Arrays.sort(times);
        System.out.printf(
                "%,d rows, by %s: p50 %.1f ms p95 %.1f ms, %.1f found%n",
                ROWS, what, times[SEARCHES / 2] / 1e6, times[SEARCHES * 95 / 100] / 1e6, found / (double) SEARCHES);
        assertThat(found).isPositive();
    }

    private static void fill(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO message (intake, stored_day, facility, lane, bulk, state, state_at, stored_at,"
                            + " received_at, received_offset, facility_options, protocol, format, peer, port, charset,"
                            + " charset_source, control_id, message_type, content_hash, body_bytes, superseded, written, replays,"
                            + " settled_below) SELECT x, CURRENT_DATE, 'F' || MOD(x, 53), MOD(x, 256), FALSE,"
                            + " CASE WHEN MOD(x, 1000) = 0 THEN 'quarantined' ELSE 'delivered' END, CURRENT_TIMESTAMP,"
                            + " CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, '+01:00', '', 'mllp', 'hl7v2', '127.0.0.1:1', 2575, 'UTF-8',"
                            + " 'declared', 'C' || x, 'ADT^A08', 'h', 1000, 0, 3, 0, x FROM SYSTEM_RANGE(1, " + ROWS
                            + ")");
            statement.execute("INSERT INTO message_key (intake, stored_day, kind, key_value) SELECT x, CURRENT_DATE,"
                    + " 'patient', 'P' || MOD(x, " + ROWS / 20 + ") FROM SYSTEM_RANGE(1, " + ROWS + ")");
            statement.execute("INSERT INTO message_key (intake, stored_day, kind, key_value) SELECT x, CURRENT_DATE,"
                    + " 'placer', 'O' || MOD(x, " + ROWS / 2 + ") FROM SYSTEM_RANGE(1, " + ROWS + ")");
            statement.execute("ANALYZE");
        }
    }
}
