package org.qantara.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.ledger.Account;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;
import org.qantara.engine.testing.TestMaps;

/** Rules 3, 4 and 7 where messages share transactions with the DPP: order, once, and the poor one alone pays. */
class SharedDeliveryIT {
    /** Two transactions under way for four workers: what comes meanwhile finds each other. */
    private static final DeliverySettings CROWDED = new DeliverySettings(4, 20, 200, 200, 5, 8, 60_000, 3_600_000, 2);

    private static final int MESSAGES = 300;
    private static final int PATIENTS = 25;

    private static final String REFUSED =
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"invalid\",\"diagnostics\":\"no such code\"}]}";

    @TempDir
    Path folder;

    @Test
    void everyMessageOnceAndInOrderWhileTransactionsFail() throws Exception {
        try (Bench bench = new Bench(folder, settings -> settings.withDelivery(CROWDED))) {
            bench.server.delayMs(20);
            Random random = new Random(11);
            bench.server.faults(body -> {
                synchronized (random) {
                    return random.nextInt(100) < 5
                            ? new RecordingFhirServer.Fault(random.nextBoolean() ? 503 : 409, "")
                            : null;
                }
            });
            Map<String, List<Long>> sent = new TreeMap<>();
            List<Long> all = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                String patient = "P" + i % PATIENTS;
                long intake = bench.accepted(Made.a08("C" + i, patient, "Name" + i));
                sent.computeIfAbsent(patient, key -> new ArrayList<>()).add(intake);
                all.add(intake);
            }
            all.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            assertThat(bench.server.late()).as("inversions").isZero();
            sent.forEach(
                    (patient, intakes) -> assertThat(bench.server.writesOf("Patient/" + TestMaps.patientId(patient)))
                            .as("each message of a patient once, in order")
                            .extracting(RecordingFhirServer.Write::intake)
                            .containsExactlyElementsOf(intakes));
            assertThat(bench.server.requests()).as("some were sent together").isLessThan(MESSAGES);
            balanced(bench);
        }
    }

    @Test
    void thePoorOneIsQuarantinedAndItsCompanionIsNot() throws Exception {
        try (Bench bench = new Bench(folder, settings -> settings.withDelivery(CROWDED))) {
            bench.server.delayMs(20);
            bench.server.faults(body -> body.contains("Poison") ? new RecordingFhirServer.Fault(422, REFUSED) : null);
            List<Long> good = new ArrayList<>();
            List<Long> poor = new ArrayList<>();
            for (int i = 0; i < MESSAGES / 2; i++) {
                boolean poison = i % 10 == 7;
                long intake = bench.accepted(Made.a08("C" + i, "P" + i, poison ? "Poison" + i : "Name" + i));
                (poison ? poor : good).add(intake);
            }
            good.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            poor.forEach(intake -> assertThat(
                            bench.awaitState(intake, MessageState.QUARANTINED).errorCode())
                    .isEqualTo("DESTINATION_REJECTED"));
            assertThat(bench.server.writes())
                    .extracting(RecordingFhirServer.Write::intake)
                    .containsExactlyInAnyOrderElementsOf(good);
            balanced(bench);
        }
    }

    private static void balanced(Bench bench) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Account account = bench.engine().messages().account();
            assertThat(account.lost()).isEmpty();
            assertThat(account.balances()).as("%s", account).isTrue();
        });
    }
}
