package org.qantara.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.MessageState;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;

/** The same story on H2 and on PostgreSQL. */
class LedgerIT {
    @TempDir
    Path folder;

    @Test
    void onH2() throws Exception {
        story("jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0;AUTO_SERVER=TRUE", "sa");
    }

    @Test
    void onPostgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            story(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
            try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
                assertThat(Partitions.before(
                                connection, java.time.LocalDate.now().plusDays(400)))
                        .as("today's partition was dropped by retention, the next ones stand")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void theAccountListsANumberThatIsNowhere() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("ledger") + ";WRITE_DELAY=0;AUTO_SERVER=TRUE";
        LedgerSettings settings = LedgerSettings.of(url, "sa", "");
        try (Bench bench = new Bench(folder, all -> all.withLedger(settings))) {
            long lost = bench.accepted(Made.a08("C1", "P1", "Alaoui"));
            bench.awaitState(lost, MessageState.DELIVERED);
            long last = bench.accepted(Made.a08("C2", "P1", "Bennani"));
            bench.awaitState(last, MessageState.DELIVERED);
            assertThat(bench.engine().messages().account().balances()).isTrue();
            Ledger direct = Ledger.open(settings);
            try {
                Ledger.await(direct.writer()
                        .submit(connection -> Sql.update(connection, "DELETE FROM message WHERE intake = ?", lost)));
            } finally {
                direct.close();
            }
            Account account = bench.engine().messages().account();
            assertThat(account.lost()).containsExactly(lost);
            assertThat(account.balances()).isFalse();
        }
    }

    private void story(String url, String user) throws Exception {
        LedgerSettings ledger = new LedgerSettings(url, user, "", Duration.ofDays(30), Duration.ofDays(100));
        try (Bench bench = new Bench(folder, settings -> settings.withLedger(ledger))) {
            bench.maps.impossible.add("Bad");
            long first = bench.accepted(Made.a08("C1", "P1", "Alaoui"));
            long same = bench.accepted(Made.a08("C1", "P1", "Alaoui"));
            long bad = bench.accepted(Made.a08("C2", "P1", "Bad"));
            long merge = bench.accepted(Made.a40("C3", "P2", "P1"));
            bench.awaitState(first, MessageState.DELIVERED);
            assertThat(bench.awaitState(same, MessageState.DUPLICATE).duplicateOf())
                    .isEqualTo(first);
            bench.awaitState(bad, MessageState.QUARANTINED);
            bench.awaitState(merge, MessageState.DELIVERED);
            var messages = bench.engine().messages();
            assertThat(messages.search(LedgerQuery.newest(10).withPatient("P1")))
                    .extracting(MessageRow::intake)
                    .containsExactly(merge, bad, same, first);
            assertThat(messages.errors()).singleElement().satisfies(group -> {
                assertThat(group.errorDetail()).isEqualTo("CODE-UNMAPPED");
                assertThat(group.example()).isEqualTo(bad);
            });
            assertThat(messages.facilities()).singleElement().satisfies(facility -> {
                assertThat(facility.states())
                        .isEqualTo(Map.of(
                                MessageState.DELIVERED, 2L, MessageState.DUPLICATE, 1L, MessageState.QUARANTINED, 1L));
                assertThat(facility.oldestWaitingAt()).isNull();
                assertThat(facility.lastHour()).isZero();
            });
            assertThat(messages.keys(merge)).contains(new MessageKey("patient", "P2"), new MessageKey("other", "P1"));
            assertThat(messages.deliveries(first)).singleElement().satisfies(delivery -> {
                assertThat(delivery.state()).isEqualTo(MessageState.DELIVERED);
                assertThat(delivery.attempts()).isEqualTo(1);
            });
            assertThat(messages.discard(bad, "tester", "not needed")).isTrue();
            assertThat(messages.actions(bad)).singleElement().satisfies(action -> assertThat(action.reason())
                    .isEqualTo("not needed"));
            Account before = messages.account();
            assertThat(before.balances()).as("%s", before).isTrue();

            Ledger direct = Ledger.open(ledger);
            try {
                direct.arriveAtBarrier(merge, "dpp", 7);
                assertThat(direct.lanesAtBarrier(merge, "dpp"))
                        .as("a lane that comes when the message has ended waits for nothing, and no note of it stays")
                        .isEmpty();
                assertThat(direct.attempted(direct.load(merge).orElseThrow(), "dpp", 1, 503, "again")
                                .get())
                        .isTrue();
                assertThat(direct.stateAt(merge, "dpp"))
                        .as("an attempt of a replay does not take back how the message ended")
                        .contains(MessageState.DELIVERED);
                assertThat(direct.retain(OffsetDateTime.now().plusDays(50))).isZero();
                assertThat(direct.retain(OffsetDateTime.now().plusDays(200))).isEqualTo(4);
                assertThat(direct.search(LedgerQuery.newest(10))).isEmpty();
                assertThat(direct.body(first)).isEmpty();
            } finally {
                direct.close();
            }
            long next = bench.accepted(Made.a08("C9", "P1", "Next"));
            bench.awaitState(next, MessageState.DELIVERED);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                Account after = messages.account();
                assertThat(after.balances()).as("%s", after).isTrue();
                assertThat(after.accepted()).isEqualTo(5);
                assertThat(after.states())
                        .isEqualTo(Map.of(
                                MessageState.DELIVERED, 3L, MessageState.DUPLICATE, 1L, MessageState.DISCARDED, 1L));
            });
        }
    }
}
