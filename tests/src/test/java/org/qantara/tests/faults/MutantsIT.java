package org.qantara.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite finds each deliberate mistake in the engine, and finds nothing under the same faults in the engine as it is. */
@Tag("long")
class MutantsIT {
    private static final long SEED = 20261122;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void isCaught(Mutant mutant) throws Exception {
        assumeThat(OwnDisk.isPossible())
                .as("mounting a file system, for power cuts")
                .isTrue();
        Stage stage = new Stage(false, false, mutant.compile(folder));
        FaultResult result = new FaultSuite(1_200, 100, mutant.caughtBy(), 0, 0, SEED)
                .run(folder.resolve("mutant"), stage, System.out);
        FaultSuite.print(result, System.out);
        assertThat(!result.findings().isEmpty() || !result.accountBalances())
                .as(mutant.says())
                .isTrue();
    }
}
