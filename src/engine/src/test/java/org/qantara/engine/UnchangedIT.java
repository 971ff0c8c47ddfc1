package org.qantara.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;
import org.qantara.engine.testing.TestMaps;

/** Rule 6: what has not changed is not sent, and that costs no promise. */
class UnchangedIT {
    private static final String OUTCOME = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
            + "\"code\":\"processing\",\"diagnostics\":\"a reference leads nowhere\"}]}";

    @TempDir
    Path folder;

    private static String patient(String number) {
        return "Patient/" + TestMaps.patientId(number);
    }

    private static MessageRow delivered(Bench bench, String controlId, String patient, String family) throws Exception {
        return bench.awaitState(bench.accepted(Made.a08(controlId, patient, family)), MessageState.DELIVERED);
    }

    @Test
    void whatAMessageOnlyRepeatsIsNotSent() throws Exception {
        try (Bench bench = new Bench(folder)) {
            assertThat(delivered(bench, "C1", "P1", "Alaoui").written()).isEqualTo(1);
            MessageRow again = delivered(bench, "C2", "P1", "Alaoui");
            assertThat(again.unchanged()).isEqualTo(1);
            assertThat(again.written()).isZero();
            assertThat(again.superseded()).isZero();
            assertThat(bench.server.requests()).isEqualTo(1);
            assertThat(bench.engine()
                            .messages()
                            .deliveries(again.intake())
                            .get(0)
                            .unchanged())
                    .isEqualTo(1);
            assertThat(delivered(bench, "C3", "P1", "Bennani").written()).isEqualTo(1);
            assertThat(delivered(bench, "C4", "P1", "Alaoui").written())
                    .as("back again")
                    .isEqualTo(1);
            assertThat(bench.server.now(patient("P1")).body()).contains("Alaoui");
        }
    }

    @Test
    void aSkipAdvancesTheNumberSoThatAnOlderMessageDoesNotWinAlsoAfterARestart() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.maps.impossible.add("Unreadable");
            delivered(bench, "C1", "P1", "Alaoui");
            long older = bench.accepted(Made.a08("C2", "P1", "Unreadable"));
            bench.awaitState(older, MessageState.QUARANTINED);
            assertThat(delivered(bench, "C3", "P1", "Alaoui").unchanged()).isEqualTo(1);
            bench.maps.impossible.clear();
            for (boolean restart : List.of(false, true)) {
                if (restart) {
                    bench.stop();
                    bench.start();
                }
                int replays = restart ? 2 : 1;
                assertThat(bench.engine().messages().replay(older, "tester", "maps mended"))
                        .isTrue();
                org.awaitility.Awaitility.await()
                        .until(() -> bench.row(older).replays() == replays
                                && bench.row(older).state() == MessageState.DELIVERED);
                assertThat(bench.row(older).superseded()).isEqualTo(1);
                assertThat(bench.server.now(patient("P1")).body()).contains("Alaoui");
            }
            assertThat(bench.server.requests()).as("nothing of it was sent").isEqualTo(1);
        }
    }

    @Test
    void afterARestartAnOutageOrAFailureEverythingIsSentAgain() throws Exception {
        try (Bench bench = new Bench(folder)) {
            delivered(bench, "C1", "P1", "Alaoui");
            bench.stop();
            bench.start();
            assertThat(delivered(bench, "C2", "P1", "Alaoui").written())
                    .as("after a restart")
                    .isEqualTo(1);
            assertThat(delivered(bench, "C3", "P1", "Alaoui").unchanged()).isEqualTo(1);
            bench.server.faults(body -> new RecordingFhirServer.Fault(401, "{}"));
            long waiting = bench.accepted(Made.a08("C4", "P2", "Other"));
            org.awaitility.Awaitility.await()
                    .until(() -> bench.engine().status().destinations().get(0).stoppedBecause() != null);
            bench.server.faults(body -> null);
            bench.awaitState(waiting, MessageState.DELIVERED);
            assertThat(delivered(bench, "C5", "P1", "Alaoui").written())
                    .as("the destination may have been put back meanwhile")
                    .isEqualTo(1);
        }
    }

    @Test
    void aReplaySaysEverythingAgain() throws Exception {
        try (Bench bench = new Bench(folder)) {
            MessageRow row = delivered(bench, "C1", "P1", "Alaoui");
            bench.engine().messages().replay(row.intake(), "tester", "the record was put back");
            org.awaitility.Awaitility.await()
                    .until(() -> bench.row(row.intake()).replays() == 1
                            && bench.row(row.intake()).state() == MessageState.DELIVERED);
            assertThat(bench.row(row.intake()).written()).isEqualTo(1);
            assertThat(bench.server.requests())
                    .as("the message, the same again, and who had it sent again")
                    .isEqualTo(3);
        }
    }

    @Test
    void aPartThatIsRejectedIsSentWholeBeforeTheMessageIsBlamed() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.awaitState(bench.accepted(Made.a40("C1", "NEW", "OLD")), MessageState.DELIVERED);
            delivered(bench, "C2", "NEW", "Changed");
            String retired = TestMaps.patientId("OLD");
            bench.server.faults(body ->
                    body.contains("Patient/" + retired + "\"") ? null : new RecordingFhirServer.Fault(400, OUTCOME));
            MessageRow merge = bench.awaitState(bench.accepted(Made.a40("C3", "NEW", "OLD")), MessageState.DELIVERED);
            assertThat(merge.written()).isEqualTo(2);
            assertThat(merge.unchanged()).isZero();
        }
    }

    @Test
    void withTheSettingAtZeroEverythingIsSent() throws Exception {
        var all = new org.qantara.engine.delivery.DeliverySettings(8, 20, 200, 200, 5, 8, 300, 0, 2);
        try (Bench bench = new Bench(folder, settings -> settings.withDelivery(all))) {
            delivered(bench, "C1", "P1", "Alaoui");
            assertThat(delivered(bench, "C2", "P1", "Alaoui").written()).isEqualTo(1);
        }
    }
}
