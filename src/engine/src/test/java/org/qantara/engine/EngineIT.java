package org.qantara.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;
import org.qantara.engine.testing.TestMaps;

class EngineIT {
    @TempDir
    Path folder;

    private static String patient(String number) {
        return "Patient/" + TestMaps.patientId(number);
    }

    @Test
    void anAcceptedMessageIsDeliveredAndFoundByEverythingItIsCalledBy() throws Exception {
        try (Bench bench = new Bench(folder)) {
            long intake = bench.accepted(Made.a08("C1", "P1", "Alaoui"));
            MessageRow row = bench.awaitState(intake, MessageState.DELIVERED);
            assertThat(row.written()).isEqualTo(1);
            assertThat(row.mapsVersion()).isEqualTo("maps-1");
            assertThat(bench.server.lastBearer()).isEqualTo("Bearer token");
            assertThat(bench.server.now(patient("P1")).intake()).isEqualTo(intake);
            assertThat(bench.server.now(patient("P1")).body())
                    .contains("\"source\":\"urn:qantara:message:CHU-TEST:" + intake + "\"");
            var messages = bench.engine().messages();
            LedgerQuery all = LedgerQuery.newest(10);
            for (LedgerQuery query : List.of(
                    all.withControlId("C1"),
                    all.withPatient("P1"),
                    all.withNumbers("VP1", null, null),
                    all.withState(MessageState.DELIVERED),
                    all.withTypeAndFacility("ADT^A08", "CHU-TEST"))) {
                assertThat(messages.search(query))
                        .extracting(MessageRow::intake)
                        .containsExactly(intake);
            }
            assertThat(messages.search(all.withPatient("P2"))).isEmpty();
            assertThat(messages.body(intake).orElseThrow())
                    .isEqualTo(Made.a08("C1", "P1", "Alaoui").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRetransmissionIsADuplicateAndOtherBytesUnderTheSameControlIdAreNewAndFlagged() throws Exception {
        try (Bench bench = new Bench(folder)) {
            long first = bench.accepted(Made.a08("C1", "P1", "Alaoui"));
            bench.awaitState(first, MessageState.DELIVERED);
            bench.stop();
            bench.start();
            long again = bench.accepted(
                    Made.a08("C1", "P1", "Alaoui").replace("20260301100000||ADT", "20260301100500||ADT"));
            assertThat(bench.awaitState(again, MessageState.DUPLICATE).duplicateOf())
                    .isEqualTo(first);
            long other = bench.accepted(Made.a08("C1", "P1", "Bennani"));
            assertThat(bench.awaitState(other, MessageState.DELIVERED).flags()).isEqualTo("CONTROL-ID-REUSED");
            assertThat(bench.server.writesOf(patient("P1"))).hasSize(2);
        }
    }

    @Test
    void theSameBytesWithANewTimeAfterANewerMessageSayItAnew() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.awaitState(bench.accepted(Made.a08("1", "P1", "Alaoui")), MessageState.DELIVERED);
            bench.awaitState(bench.accepted(Made.a08("1", "P1", "Bennani")), MessageState.DELIVERED);
            long back =
                    bench.accepted(Made.a08("1", "P1", "Alaoui").replace("20260301100000||ADT", "20260301110000||ADT"));
            assertThat(bench.awaitState(back, MessageState.DELIVERED).flags()).isEqualTo("CONTROL-ID-CONSTANT");
            assertThat(bench.server.now(patient("P1")).body()).contains("Alaoui");
        }
    }

    @Test
    void whatCannotBeMappedIsQuarantinedItsLaneGoesOnAndAReplayDoesNotOverwriteWhatIsNewer() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.maps.impossible.add("Unreadable");
            long bad = bench.accepted(Made.a08("C1", "P1", "Unreadable"));
            long alone = bench.accepted(Made.a08("C2", "P2", "Unreadable"));
            long newer = bench.accepted(Made.a08("C3", "P1", "Bennani"));
            MessageRow row = bench.awaitState(bad, MessageState.QUARANTINED);
            assertThat(row.errorCode()).isEqualTo("MAPPING_FAILED");
            assertThat(row.errorDetail()).isEqualTo("CODE-UNMAPPED");
            assertThat(row.errorLocation()).isEqualTo("PID-5");
            bench.awaitState(newer, MessageState.DELIVERED);
            bench.awaitState(alone, MessageState.QUARANTINED);

            bench.maps.impossible.clear();
            var messages = bench.engine().messages();
            assertThat(messages.replay(bad, "tester", "maps mended")).isTrue();
            assertThat(messages.replay(alone, "tester", "maps mended")).isTrue();
            bench.awaitState(alone, MessageState.DELIVERED);
            assertThat(bench.server.now(patient("P2")).intake()).isEqualTo(alone);
            MessageRow late = bench.awaitState(bad, MessageState.DELIVERED);
            assertThat(late.superseded()).isEqualTo(1);
            assertThat(late.written()).isZero();
            assertThat(late.replays()).isEqualTo(1);
            assertThat(bench.server.now(patient("P1")).body()).contains("Bennani");
        }
    }

    @Test
    void aMapThatFailsAndAMessageWithoutEntryAreSettledToo() throws Exception {
        try (Bench bench = new Bench(folder)) {
            long boom = bench.accepted(Made.a08("C1", "P1", "Boom"));
            long nobody = bench.accepted(Made.a08("C2", "P1", "Nobody"));
            MessageRow row = bench.awaitState(boom, MessageState.QUARANTINED);
            assertThat(row.errorCode()).isEqualTo("INTERNAL");
            assertThat(row.errorText()).doesNotContain("Boom").contains("IllegalStateException");
            assertThat(bench.awaitState(nobody, MessageState.HANDLED).errorCode())
                    .isEqualTo("NO_ENTRY");
            assertThat(bench.engine().messages().discard(boom, "tester", "not needed"))
                    .isTrue();
            assertThat(bench.engine().messages().discard(nobody, "tester", "not in quarantine"))
                    .isFalse();
            assertThat(bench.row(boom).state()).isEqualTo(MessageState.DISCARDED);
        }
    }

    @Test
    void whileTheDestinationIsDownMessagesAreAcceptedAndThenDeliveredInOrderAcrossARestart() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.server.faults(body -> new RecordingFhirServer.Fault(503, ""));
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                sent.add(bench.accepted(Made.a08("C" + i, "P" + i % 3, "Name" + i)));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bench.engine()
                                    .messages()
                                    .search(LedgerQuery.newest(100))
                                    .size()
                            == 60);
            bench.stop();
            bench.server.faults(body -> null);
            bench.start();
            for (long intake : sent) {
                bench.awaitState(intake, MessageState.DELIVERED);
            }
            for (int p = 0; p < 3; p++) {
                assertThat(bench.server.writesOf(patient("P" + p)))
                        .extracting(RecordingFhirServer.Write::intake)
                        .hasSize(20)
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aMergeWaitsForBothPatientsWithOneWorkerAndLaterMessagesOfEitherWaitForIt() throws Exception {
        var one = new org.qantara.engine.delivery.DeliverySettings(1, 20, 200, 200, 5, 8, 60_000, 3_600_000, 2);
        try (Bench bench = new Bench(folder, settings -> settings.withDelivery(one))) {
            AtomicBoolean holdOld = new AtomicBoolean(true);
            bench.server.faults(
                    body -> holdOld.get() && body.contains("Retiring") ? new RecordingFhirServer.Fault(503, "") : null);
            long result = bench.accepted(Made.a08("C1", "OLD", "Retiring"));
            long merge = bench.accepted(Made.a40("C2", "NEW", "OLD"));
            long after = bench.accepted(Made.a08("C3", "NEW", "Later"));
            long stranger = bench.accepted(Made.a08("C4", "STRANGER", "Other"));
            bench.awaitState(stranger, MessageState.DELIVERED);
            bench.awaitState(merge, MessageState.ACCEPTED);
            bench.awaitState(after, MessageState.ACCEPTED);
            holdOld.set(false);
            bench.awaitState(result, MessageState.DELIVERED);
            bench.awaitState(merge, MessageState.DELIVERED);
            bench.awaitState(after, MessageState.DELIVERED);
            assertThat(bench.server.writes().stream()
                            .map(RecordingFhirServer.Write::intake)
                            .filter(intake -> intake != stranger)
                            .distinct())
                    .containsExactly(result, merge, after);
            assertThat(bench.server.now(patient("OLD")).body())
                    .contains("replaced-by")
                    .contains("\"active\":false");
        }
    }

    @Test
    void refusedMessagesAreKeptWithTheirReasonAndAreNotPartOfTheAccount() throws Exception {
        FacilityRoute strict =
                new FacilityRoute("CHU-TEST", Map.of("types", "ORU^R01", "sendingFacility", "CHU", "processing", "P"));
        try (Bench bench = new Bench(folder)) {
            Verdict verdict = bench.engine()
                    .inbox()
                    .receive(Made.received(strict, Made.a08("C1", "P1", "Alaoui")))
                    .get(60, TimeUnit.SECONDS);
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
                assertThat(refused.fault().code()).isEqualTo(ErrorCode.UNSUPPORTED_MESSAGE_TYPE);
                assertThat(refused.fault().location()).isEqualTo("MSH^1^9");
            });
            long number = ((Verdict.Refused) verdict).intake();
            MessageRow row = bench.awaitState(number, MessageState.REFUSED);
            assertThat(row.errorCode()).isEqualTo("UNSUPPORTED_MESSAGE_TYPE");
            assertThat(bench.engine().messages().body(number).orElseThrow())
                    .isEqualTo(Made.a08("C1", "P1", "Alaoui").getBytes(StandardCharsets.UTF_8));
            assertThat(bench.server.requests()).isZero();
        }
    }

    @Test
    void aBrokenDestinationQuarantinesNothingAndResumesAlone() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.server.faults(body -> new RecordingFhirServer.Fault(401, "{}"));
            List<Long> sent = IntStream.range(0, 20)
                    .mapToObj(i -> {
                        try {
                            return bench.accepted(Made.a08("C" + i, "P" + i, "Name"));
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bench.engine().status().destinations().get(0).stoppedBecause() != null);
            bench.server.faults(body -> null);
            sent.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            assertThat(bench.engine().status().destinations().get(0).stoppedBecause())
                    .isNull();
        }
    }
}
