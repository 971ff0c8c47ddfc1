package org.qantara.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.UnmappedCode;

/** What feeds send and maps do not read is counted, by frequency, and survives a restart. */
class SightingsIT {
    @TempDir
    Path folder;

    private static String a08(String controlId, String code) {
        return Made.a08(controlId, "P" + controlId, "Alaoui").replace("|F\r", "|F||White||||||" + code + "\r");
    }

    @Test
    void codesAndFieldsAreCountedAndSurviveARestart() throws Exception {
        try (Bench bench = new Bench(folder)) {
            for (int i = 0; i < 3; i++) {
                bench.awaitState(bench.accepted(a08("A" + i, "Z9^Zaouia")), MessageState.DELIVERED);
            }
            long last = bench.accepted(a08("B", "Q"));
            bench.awaitState(last, MessageState.DELIVERED);
            bench.stop();
            bench.start();
            Sightings sightings = bench.engine().sightings();
            assertThat(sightings.codes("CHU-TEST", null, 10))
                    .extracting(
                            UnmappedCodeRow::table,
                            UnmappedCodeRow::system,
                            UnmappedCodeRow::code,
                            UnmappedCodeRow::text,
                            UnmappedCodeRow::path,
                            UnmappedCodeRow::messages)
                    .containsExactly(
                            tuple("MaritalStatus", "L", "Z9", "Zaouia", "PID-16", 3L),
                            tuple("MaritalStatus", "L", "Q", null, "PID-16", 1L));
            assertThat(sightings.codes("ELSEWHERE", null, 10)).isEmpty();
            assertThat(sightings.codes(null, "OtherTable", 10)).isEmpty();
            assertThat(sightings.fields(null, 10)).singleElement().satisfies(field -> {
                assertThat(field.path()).isEqualTo("PID-10");
                assertThat(field.messageType()).isEqualTo("ADT^A08");
                assertThat(field.messages()).isEqualTo(4);
                assertThat(field.example()).isEqualTo(last);
            });
            bench.awaitState(bench.accepted(a08("C", "Q^Qarar")), MessageState.DELIVERED);
            sightings.flush().get(10, TimeUnit.SECONDS);
            assertThat(sightings.codes(null, null, 10))
                    .filteredOn(row -> row.code().equals("Q"))
                    .extracting(UnmappedCodeRow::messages, UnmappedCodeRow::text)
                    .containsExactly(tuple(2L, "Qarar"));
            assertThat(sightings.forget("CHU-TEST", "MaritalStatus", "L", "Z9")).isTrue();
            assertThat(sightings.forget("CHU-TEST", "MaritalStatus", "L", "Z9")).isFalse();
            assertThat(sightings.codes(null, null, 10))
                    .extracting(UnmappedCodeRow::code)
                    .containsExactly("Q");
        }
    }

    @Test
    void aFullListCountsWhatIsNewUnderOneName() throws Exception {
        try (Ledger ledger =
                Ledger.open(settings("jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0", "sa"))) {
            limits(ledger);
        }
    }

    @Test
    void onPostgresqlToo() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Ledger ledger = Ledger.open(settings(postgres.getJdbcUrl("postgres", "postgres"), "postgres"))) {
            limits(ledger);
        }
    }

    private static void limits(Ledger ledger) throws Exception {
        Sightings small = new Sightings(ledger, 2, 2);
        StoredMessage message = new StoredMessage(
                7,
                Kind.MESSAGE,
                1,
                false,
                List.of(),
                1,
                0,
                Made.received(a08("A", "1")),
                Labels.none("hash"),
                null,
                null);
        for (String code : List.of("1", "2", "3", "4", "2", "nul\0code")) {
            small.note(
                    message,
                    new MapOutcome.Mapped(
                            new MappedBundle(List.of()),
                            List.of(),
                            List.of(),
                            List.of(new UnmappedCode("T", null, code, null, "OBX-3"))));
            small.flush().get(10, TimeUnit.SECONDS);
        }
        assertThat(small.codes("CHU-TEST", "T", 10))
                .extracting(UnmappedCodeRow::code, UnmappedCodeRow::messages)
                .containsExactly(tuple(Sightings.FURTHER, 3L), tuple("2", 2L), tuple("1", 1L));
    }

    private static LedgerSettings settings(String url, String user) {
        return new LedgerSettings(url, user, "", Duration.ofDays(30), Duration.ofDays(100));
    }
}
