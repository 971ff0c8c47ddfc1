package org.qantara.tests.faults;

import java.util.List;

/**
 * What a run showed.
 *
 * @param findings everything lost, doubled or out of order
 * @param accountBalances what the engine's own account says; compared, never the proof
 * @param accountDelivered messages that the ledger calls delivered
 * @param applied messages that the destination has, by its own log
 * @param requests transactions that it took for them, repeated ones included
 */
public record FaultResult(
        List<FaultRow> rows,
        List<OutsideProof.Finding> findings,
        boolean accountBalances,
        long accountDelivered,
        long applied,
        long requests) {
    private static final long RECOVERY_MS_MAX = 30_000;

    /** Freezes the lists. */
    public FaultResult {
        rows = List.copyOf(rows);
        findings = List.copyOf(findings);
    }

    /** Nothing lost, doubled or out of order, the account balances and agrees, and life came back within 30 s of each fault's end. */
    public boolean kept() {
        return findings.isEmpty()
                && accountBalances
                && accountDelivered == applied
                && rows.stream()
                        .filter(row -> !row.fault().startsWith(FaultRun.QUIET))
                        .allMatch(row -> row.recoveredMs() >= 0 && row.recoveredMs() < RECOVERY_MS_MAX);
    }

    /** All rows in one. */
    public FaultRow sum() {
        return new FaultRow(
                "all",
                sum(FaultRow::messages),
                sum(FaultRow::acknowledged),
                sum(FaultRow::delivered),
                sum(FaultRow::quarantined),
                sum(FaultRow::refused),
                sum(FaultRow::duplicates),
                sum(FaultRow::unanswered),
                sum(FaultRow::lost),
                sum(FaultRow::doubled),
                sum(FaultRow::inversions),
                rows.stream().mapToLong(FaultRow::recoveredMs).max().orElse(-1));
    }

    private long sum(java.util.function.ToLongFunction<FaultRow> column) {
        return rows.stream().mapToLong(column).sum();
    }
}
