package org.qantara.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./qantara bench faults}; the long forms are behind {@code -Plong}. */
class FaultSuiteIT {
    private static final long SEED = 20261122;
    private static final List<FaultKind> SHORT = List.of(
            FaultKind.KILL_ENGINE,
            FaultKind.KILL_DPP_APPLIED,
            FaultKind.CUT_SENDERS,
            FaultKind.DPP_ANSWERS_LOST,
            FaultKind.MAP_BROKEN,
            FaultKind.DISK_FULL);

    @TempDir
    Path folder;

    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        kept(new FaultSuite(1_000, 30, SHORT, 0, 1, SEED), Stage.EMBEDDED);
    }

    /** The client library connects anew by itself but leaves consumers dead: the engine has to notice. */
    @Test
    void aBrokerElsewhereIsKilledAndComesBack() throws Exception {
        kept(new FaultSuite(300, 30, List.of(FaultKind.KILL_BROKER), 0, 0, SEED), Stage.PRODUCTION);
    }

    @Test
    @Tag("long")
    void everyFaultAndPairsAndTwentyKills() throws Exception {
        kept(new FaultSuite(20_000, 60, List.of(FaultKind.values()), 6, 20, SEED), Stage.EMBEDDED);
    }

    @Test
    @Tag("long")
    void brokerAndLedgerOutsideAndKilledAsWell() throws Exception {
        kept(new FaultSuite(20_000, 60, List.of(FaultKind.values()), 6, 8, SEED), Stage.PRODUCTION);
    }

    private void kept(FaultSuite suite, Stage stage) throws Exception {
        FaultResult result = suite.run(folder, stage, System.out);
        FaultSuite.print(result, System.out);
        assertThat(result.findings()).isEmpty();
        assertThat(result.accountBalances()).isTrue();
        assertThat(result.accountDelivered()).isEqualTo(result.applied());
        assertThat(result.sum().acknowledged()).isGreaterThanOrEqualTo(suite.messages() * 9L / 10);
        assertThat(result.kept()).as("life came back within 30 s of each fault").isTrue();
    }
}
