package org.qantara.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.delivery.Answer;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.Outbound;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.Account;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerSettings;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;
import org.qantara.engine.testing.TestMaps;

class FaultsIT {
    /** Wide enough that eight are in flight on average, hot patients and parked lanes included; each alone, so that requests are messages. */
    private static final DeliverySettings WIDE = new DeliverySettings(16, 20, 200, 200, 5, 8, 60_000, 3_600_000, 1);

    @TempDir
    Path folder;

    private static String patient(String number) {
        return "Patient/" + TestMaps.patientId(number);
    }

    private static void balanced(Bench bench) throws Exception {
        Account account = bench.engine().messages().account();
        System.out.println(account);
        assertThat(account.lost()).isEmpty();
        assertThat(account.balances()).as("%s", account).isTrue();
    }

    @Test
    void rule3LanesKeepOrderUnderRandomFailuresWithHotPatientsAndMerges() throws Exception {
        AtomicInteger faults = new AtomicInteger();
        try (Bench bench = new Bench(folder, settings -> settings.withDelivery(WIDE))) {
            Random random = new Random(7);
            bench.server.delayMs(80);
            bench.server.faults(body -> {
                synchronized (random) {
                    if (random.nextInt(100) >= 2) {
                        return null;
                    }
                    faults.incrementAndGet();
                    return new RecordingFhirServer.Fault(random.nextBoolean() ? 503 : 409, "");
                }
            });
            List<CompletableFuture<Verdict>> answers = new ArrayList<>();
            int hot = 0;
            for (int i = 0; i < 1_000; i++) {
                String patient = i % 10 == 0 ? "HOT" + i / 10 % 5 : "P" + random.nextInt(300);
                hot += i % 10 == 0 ? 1 : 0;
                String text = i % 50 == 25
                        ? Made.a40("C" + i, "P" + random.nextInt(300), "Q" + random.nextInt(300))
                        : Made.a08("C" + i, patient, "Name" + i);
                answers.add(bench.engine().inbox().receive(Made.received(text)));
            }
            for (CompletableFuture<Verdict> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(Verdict.Accepted.class);
            }
            await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> assertThat(
                            bench.engine().messages().account().states())
                    .containsExactly(Map.entry(MessageState.DELIVERED, 1_000L)));
            System.out.printf(
                    "lanes: 1000 messages, %d of 5 hot patients, %d merges, %.1f in flight on average, %d requests failed,"
                            + " inversions %d%n",
                    hot, 1_000 / 50, bench.server.meanInFlight(), faults.get(), bench.server.late());
            assertThat(bench.server.meanInFlight())
                    .as("of eight transactions that may be under way")
                    .isGreaterThan(3);
            assertThat(faults.get())
                    .as("two in a hundred requests; messages share them")
                    .isBetween(2, 50);
            assertThat(bench.server.late()).as("inversions").isZero();
            balanced(bench);
        }
    }

    @Test
    void rule5ReplayFromAppliesAPatientsMessagesAgainInOrderAndOverwritesNothingNewer() throws Exception {
        try (Bench bench = new Bench(folder)) {
            long one = bench.accepted(Made.a08("C1", "P1", "Alaoui"));
            long two = bench.accepted(Made.a08("C2", "P1", "Bennani"));
            bench.maps.impossible.add("Cherkaoui");
            long three = bench.accepted(Made.a08("C3", "P1", "Cherkaoui"));
            bench.awaitState(two, MessageState.DELIVERED);
            bench.awaitState(three, MessageState.QUARANTINED);
            bench.maps = new TestMaps("maps-2");
            assertThat(bench.engine().messages().replayFrom(one, "tester", "new maps"))
                    .isTrue();
            MessageRow last = bench.awaitState(three, MessageState.DELIVERED);
            assertThat(last.mapsVersion()).isEqualTo("maps-2");
            assertThat(bench.row(one).mapsVersion()).isEqualTo("maps-2");
            assertThat(bench.row(one).superseded()).isEqualTo(1);
            assertThat(bench.server.now(patient("P1")).intake()).isEqualTo(three);
            assertThat(bench.server.writesOf(patient("P1")))
                    .extracting(RecordingFhirServer.Write::intake)
                    .containsExactly(one, two, three);
            balanced(bench);
        }
    }

    @Test
    void rule7TheMessageThatFailsAgainAndAgainWhileOthersSucceedIsQuarantinedAndItsLaneGoesOn() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.server.faults(body -> body.contains("Poison") ? new RecordingFhirServer.Fault(500, "") : null);
            long poison = bench.accepted(Made.a08("C1", "P1", "Poison"));
            long behind = bench.accepted(Made.a08("C2", "P1", "Bennani"));
            AtomicInteger others = new AtomicInteger();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(60))
                    .until(() -> {
                        int n = others.incrementAndGet();
                        bench.accepted(Made.a08("O" + n, "OTHER" + n, "Other"));
                        return bench.row(poison) != null && bench.row(poison).state() == MessageState.QUARANTINED;
                    });
            assertThat(bench.row(poison).errorCode()).isEqualTo("POISON");
            bench.awaitState(behind, MessageState.DELIVERED);
        }
    }

    @Test
    void rule1ALedgerThatIsDownRefusesNothing() throws Exception {
        Files.createDirectories(folder.resolve("h2"));
        Server h2 = h2(0);
        int port = h2.getPort();
        String url = "jdbc:h2:tcp://127.0.0.1:" + port + "/./ledger;WRITE_DELAY=0";
        h2.stop();
        try (Bench bench = new Bench(folder, settings -> settings.withLedger(LedgerSettings.of(url, "sa", "")))) {
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(bench.accepted(Made.a08("C" + i, "P" + i % 2, "Name" + i)));
            }
            assertThat(bench.server.requests()).as("lanes hold").isZero();
            h2 = h2(port);
            sent.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            h2.stop();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                sent.add(bench.accepted(Made.a08("D" + sent.size(), "P1", "Later" + sent.size())));
                return sent.size() >= 30;
            });
            h2 = h2(port);
            sent.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            assertThat(bench.server.late()).as("inversions").isZero();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> balanced(bench));
        } finally {
            h2.stop();
        }
    }

    private Server h2(int port) throws Exception {
        return Server.createTcpServer(
                        "-tcpPort",
                        String.valueOf(port),
                        "-ifNotExists",
                        "-baseDir",
                        folder.resolve("h2").toString())
                .start();
    }

    @Test
    void rule8ADeadDestinationHoldsNoOther() throws Exception {
        AtomicBoolean alive = new AtomicBoolean(false);
        Map<Long, Integer> got = new ConcurrentHashMap<>();
        Destination his = new Destination() {
            @Override
            public String name() {
                return "his";
            }

            @Override
            public Answer deliver(Outbound outbound) {
                if (!alive.get()) {
                    return new Answer.Retry(null, "no connection", 0);
                }
                got.merge(outbound.message().intake(), 1, Integer::sum);
                return new Answer.Delivered(null, 1);
            }
        };
        try (Bench bench = new Bench(folder, settings -> settings.withMore(List.of(his)))) {
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                sent.add(bench.accepted(Made.a08("C" + i, "P" + i, "Name" + i)));
            }
            sent.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            assertThat(got).isEmpty();
            assertThat(bench.engine().status().destinations()).hasSize(2);
            alive.set(true);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(got).containsOnlyKeys(sent));
            assertThat(got.values()).containsOnly(1);
            // a replay for the DPP does not go to the hospital's own system
            bench.engine().messages().replay(sent.get(0), "tester", "again");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bench.row(sent.get(0)).replays() == 1
                            && bench.row(sent.get(0)).state() == MessageState.DELIVERED);
            assertThat(got.get(sent.get(0))).isEqualTo(1);
            balanced(bench);
        }
    }

    @Test
    void aFullDiskIsAPoliteRefusal() throws Exception {
        try (Bench bench = new Bench(
                folder, settings -> settings.withBroker(settings.broker().withDiskUsagePercentMax(1)))) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(bench.engine()
                            .inbox()
                            .receive(Made.received(Made.a08("C1", "P1", "Alaoui")))
                            .get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(Verdict.Unavailable.class, verdict -> {
                        assertThat(verdict.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
                        assertThat(verdict.code().ackCode()).isEqualTo("AR");
                    }));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> balanced(bench));
        }
    }

    @Test
    void aBrokerThatStopsIsStartedAgainAndNothingIsLost() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.server.faults(body -> new RecordingFhirServer.Fault(503, ""));
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                sent.add(bench.accepted(Made.a08("C" + i, "P" + i % 3, "Name" + i)));
            }
            stopBroker(bench);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bench.engine().status().brokerRestarts() > 0);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                sent.add(bench.accepted(Made.a08("AFTER", "P0", "After")));
                return true;
            });
            bench.server.faults(body -> null);
            sent.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            assertThat(bench.server.late()).as("inversions").isZero();
            assertThat(bench.engine().messages().search(LedgerQuery.newest(100)))
                    .hasSize(31);
        }
    }

    /** As an I/O error does: the server stops inside the process. */
    private static void stopBroker(Bench bench) throws Exception {
        var broker = Engine.class.getDeclaredField("broker");
        broker.setAccessible(true);
        Object running = broker.get(bench.engine());
        var embedded = running.getClass().getDeclaredField("embedded");
        embedded.setAccessible(true);
        Object own = embedded.get(running);
        var close = own.getClass().getDeclaredMethod("close");
        close.setAccessible(true);
        close.invoke(own);
    }
}
