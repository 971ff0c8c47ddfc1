package org.qantara.tests.faults;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The suite as one call: the scene, the load, the faults, the proof.
 *
 * @param messages how many must have been accepted before it may end
 * @param ratePerSecond how many are due each second, whatever the engine does
 * @param kinds which faults; those that cannot happen on this machine or stack are left out, and said
 * @param pairs how many pairs of them come after
 * @param kills further kills of the engine at the end
 * @param seed decides messages, moments, order and pairs
 */
public record FaultSuite(int messages, int ratePerSecond, List<FaultKind> kinds, int pairs, int kills, long seed) {
    public FaultSuite {
        kinds = List.copyOf(kinds);
    }

    /**
     * Runs it.
     *
     * @param folder empty; holds every log afterwards
     * @param stage what it is played on
     */
    public FaultResult run(Path folder, Stage stage, PrintStream progress) throws Exception {
        Files.createDirectories(folder);
        boolean ownDisk = needs(FaultKind.Needs.DISK) && !stage.production() && OwnDisk.isPossible();
        try (Scene scene = Scene.open(folder, stage, ownDisk, needs(FaultKind.Needs.CLOCK))) {
            List<FaultKind> possible = kinds.stream().filter(scene::can).toList();
            kinds.stream()
                    .filter(kind -> !scene.can(kind))
                    .forEach(kind -> progress.println("left out: " + kind.label() + " (needs " + kind.needs() + ")"));
            progress.println(
                    stage.production()
                            ? scene.production().durability()
                            : "Artemis and H2 inside the engine, forced to disk");
            if (stage.realDpp())
                progress.println("the real DPP on PostgreSQL "
                        + scene.realDpp().database().durability());
            FaultPlan plan = FaultPlan.drawn(messages, ratePerSecond, possible, pairs, kills, seed);
            return new FaultRun(scene, folder, plan, progress).run();
        }
    }

    private boolean needs(FaultKind.Needs what) {
        return kinds.stream().anyMatch(kind -> kind.needs() == what);
    }

    /** The table for people, with everything that should not be. */
    public static void print(FaultResult result, PrintStream out) {
        out.println(FaultRow.HEADER);
        result.rows().forEach(row -> out.println(row.line()));
        out.println(result.sum().line());
        out.printf(
                "destination: %,d messages in %,d transactions; ledger: %,d delivered, the account %s%n",
                result.applied(),
                result.requests(),
                result.accountDelivered(),
                result.accountBalances() ? "balances" : "DOES NOT BALANCE");
        result.findings().stream().limit(50).forEach(one -> out.println("  " + one.what() + ": " + one.message()));
        out.println(result.kept() ? "the promise was kept" : "THE PROMISE WAS BROKEN");
    }
}
