package org.qantara.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.clerk.Backup;
import org.qantara.engine.ledger.Account;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;
import org.qantara.engine.testing.TestMaps;

class BackupIT {
    @TempDir
    Path folder;

    @Test
    void afterARestoreNothingIsLostOrderHoldsAndNumbersDoNotRestart() throws Exception {
        List<Long> sent = new ArrayList<>();
        Path copy = folder.resolve("backup");
        long settled;
        try (Bench bench = new Bench(folder.resolve("old"))) {
            settled = bench.accepted(Made.a08("C0", "P0", "Settled"));
            bench.awaitState(settled, MessageState.DELIVERED);
            bench.server.faults(body -> new RecordingFhirServer.Fault(503, ""));
            for (int i = 0; i < 40; i++) {
                sent.add(bench.accepted(
                        i == 20 ? Made.a40("M", "P1", "P2") : Made.a08("C" + (i + 1), "P" + i % 4, "Name" + i)));
            }
            Backup.Report report = bench.engine().backup().to(copy);
            assertThat(report.ledgerCopied()).isTrue();
            System.out.println(report);
            assertThatThrownBy(() -> bench.engine().backup().to(copy))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not empty");
        }
        Path data = folder.resolve("new");
        Backup.restore(copy, data);
        try (Bench bench = new Bench(data)) {
            sent.forEach(intake -> bench.awaitState(intake, MessageState.DELIVERED));
            for (int p = 0; p < 4; p++) {
                assertThat(bench.server.writesOf("Patient/" + TestMaps.patientId("P" + p)))
                        .extracting(RecordingFhirServer.Write::intake)
                        .isSorted();
            }
            assertThat(bench.server.writes())
                    .extracting(RecordingFhirServer.Write::intake)
                    .doesNotContain(settled)
                    .containsAll(sent);
            long next = bench.accepted(Made.a08("NEXT", "P1", "Next"));
            assertThat(next).isGreaterThan(sent.get(sent.size() - 1));
            bench.awaitState(next, MessageState.DELIVERED);
            Account account = bench.engine().messages().account();
            assertThat(account.balances()).as("%s", account).isTrue();
            System.out.println("restored: " + account);
        }
        assertThatThrownBy(() -> Backup.restore(copy, data)).hasMessageContaining("in the way");
    }
}
