package org.qantara.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;

class BulkIT {
    @TempDir
    Path folder;

    @Test
    void liveTrafficPassesAnInitialLoadThatIsHeldToItsRate() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.engine().bulkPerSecond(5);
            List<Long> bulk = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                Verdict verdict = bench.engine()
                        .inbox()
                        .receive(Made.received(Made.LOAD, Made.a08("B" + i, "P" + i % 7, "Load" + i)))
                        .get(60, TimeUnit.SECONDS);
                bulk.add(((Verdict.Accepted) verdict).intake());
            }
            long live = bench.accepted(Made.a08("LIVE", "P1", "Now"));
            bench.awaitState(live, MessageState.DELIVERED);
            assertThat(bench.engine().messages().search(LedgerQuery.newest(500).withState(MessageState.DELIVERED)))
                    .as("most of the load still waits")
                    .hasSizeBetween(1, 100);
            bench.engine().bulkPerSecond(0);
            bulk.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            // the load is older by number: it does not overwrite what was live
            assertThat(bench.server
                            .now("Patient/" + org.qantara.engine.testing.TestMaps.patientId("P1"))
                            .intake())
                    .isEqualTo(live);
            assertThat(bench.engine().messages().account().balances()).isTrue();
        }
    }

    @Test
    void anInitialLoadAddsToAPatientWhoWasLiveBeforeItAndOverwritesNothing() throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.server.faults(body -> body.contains("\"Now\"") ? new RecordingFhirServer.Fault(503, "") : null);
            long live = bench.accepted(Made.a08("LIVE", "P1", "Now"));
            List<Long> bulk = new ArrayList<>();
            for (String patient : List.of("P1", "P2")) {
                Verdict verdict = bench.engine()
                        .inbox()
                        .receive(Made.received(Made.LOAD, Made.a08("B" + patient, patient, "Snapshot")))
                        .get(60, TimeUnit.SECONDS);
                bulk.add(((Verdict.Accepted) verdict).intake());
            }
            bench.awaitState(bulk.get(1), MessageState.DELIVERED);
            // the load waits for what is live and older, where people see it
            bench.awaitState(bulk.get(0), MessageState.ACCEPTED);
            bench.server.faults(body -> null);
            bench.awaitState(live, MessageState.DELIVERED);
            bench.awaitState(bulk.get(0), MessageState.DELIVERED);
            assertThat(bench.server
                            .now("Patient/" + org.qantara.engine.testing.TestMaps.patientId("P1"))
                            .body())
                    .contains("Now");
            assertThat(bench.server
                            .now("Patient/" + org.qantara.engine.testing.TestMaps.patientId("P2"))
                            .body())
                    .contains("Snapshot");
            assertThat(bench.engine().messages().account().balances()).isTrue();
        }
    }
}
