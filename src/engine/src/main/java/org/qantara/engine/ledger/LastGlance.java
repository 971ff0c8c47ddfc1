package org.qantara.engine.ledger;

import java.util.List;

/**
 * The last glance at the facilities, which counts the messages of an hour. It is shown again for twenty times as long as it took, so that
 * whoever looks often costs the lanes a twentieth of a processor and no more. Thread-safe.
 */
final class LastGlance {
    private static final int TIMES_KEPT = 20;

    private final Ledger ledger;
    private List<FacilityGlance> last = List.of();
    private long trueUntilNs = System.nanoTime();

    LastGlance(Ledger ledger) {
        this.ledger = ledger;
    }

    synchronized List<FacilityGlance> look() throws LedgerUnavailable {
        long beganNs = System.nanoTime();
        if (beganNs - trueUntilNs >= 0) {
            last = ledger.read(Glance::all);
            long endedNs = System.nanoTime();
            trueUntilNs = endedNs + TIMES_KEPT * (endedNs - beganNs);
        }
        return last;
    }
}
