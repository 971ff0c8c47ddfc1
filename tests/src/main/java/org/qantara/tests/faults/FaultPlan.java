package org.qantara.tests.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What will happen in a run.
 *
 * @param messages how many must have been accepted before it may end
 * @param ratePerSecond how many are due each second, whatever the engine does
 * @param faults in this order
 * @param seed decides messages, moments and pairs
 */
record FaultPlan(int messages, int ratePerSecond, List<Fault> faults, long seed) {
    FaultPlan {
        faults = List.copyOf(faults);
    }

    /** Each of the kinds once, in an order drawn by the seed, then pairs of two drawn kinds, then further kills of the engine. */
    static FaultPlan drawn(int messages, int ratePerSecond, List<FaultKind> kinds, int pairs, int kills, long seed) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>(kinds);
        java.util.Collections.shuffle(faults, random);
        List<FaultKind> inner = kinds.stream().filter(FaultPlan::endsByItself).toList();
        for (int i = 0; i < pairs && inner.size() > 1; i++) {
            FaultKind one = inner.get(random.nextInt(inner.size()));
            FaultKind other = one;
            while (other == one) other = inner.get(random.nextInt(inner.size()));
            faults.add(Fault.pair(one, other));
        }
        for (int i = 0; i < kills; i++) faults.add(FaultKind.KILL_ENGINE);
        return new FaultPlan(messages, ratePerSecond, faults, seed);
    }

    /** In a pair neither may wait for messages that the other keeps away, nor ask somebody dead, nor end what the other began. */
    private static boolean endsByItself(FaultKind kind) {
        return switch (kind) {
            case KILL_DPP,
                    KILL_DPP_APPLIED,
                    KILL_ENGINE,
                    TERM_ENGINE,
                    DISK_READ_ONLY,
                    POWER_CUT,
                    OUT_OF_MEMORY,
                    OUT_OF_MEMORY_LIVES,
                    REPLAYED -> false;
            default -> true;
        };
    }
}
