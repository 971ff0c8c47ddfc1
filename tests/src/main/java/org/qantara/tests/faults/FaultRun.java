package org.qantara.tests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.qantara.app.security.Access;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.tests.load.AckLog;
import org.qantara.tests.load.Load;
import org.qantara.tests.load.LoadMessage.Fate;
import org.qantara.tests.load.LoadPlan;
import org.qantara.tests.load.Sender;
import org.qantara.tests.load.Traffic;

/** One run: a load, one fault after the other at seeded moments, quiet at the end, and the proof. */
final class FaultRun {
    /** 5 % malformed, 3 % retransmissions, 2 % out of order, merges, results, five patients to whom everything happens. */
    static final Traffic TRAFFIC = new Traffic(30, 1, 5, 3, 2, 2_000, 5, 10);

    /** How rows begin in which nothing goes wrong. */
    static final String QUIET = "none";

    private static final int CONNECTIONS = 32;
    private static final long ACK_TIMEOUT_MS = 10_000;
    private static final long HOLD_MS_MIN = 1_000;
    private static final long HOLD_MS_MAX = 4_000;
    private static final long GAP_MS_MAX = 2_500;
    private static final long NO_PROGRESS_MS = 120_000;
    private static final long RECOVERY_LOOK_MS = 45_000;

    private final Scene scene;
    private final Path ackFile;
    private final FaultPlan plan;
    private final Random random;
    private final PrintStream progress;
    private final List<Span> spans = new ArrayList<>();

    private record Span(String label, long beganMs, long endedMs) {}

    FaultRun(Scene scene, Path folder, FaultPlan plan, PrintStream progress) {
        this.scene = scene;
        this.ackFile = folder.resolve("acks.tsv");
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.progress = progress;
    }

    /** Runs it to its end; what was found is in the result, nothing is thrown for it. */
    FaultResult run() throws Exception {
        LoadPlan load = LoadPlan.closedLoop(
                        ClientSettings.plain("127.0.0.1", scene.senders().port())
                                .withAckTimeoutMs(ACK_TIMEOUT_MS),
                        CONNECTIONS,
                        Duration.ofHours(12))
                .withRate(plan.ratePerSecond())
                .withTraffic(Sender.CHU_RABAT, TRAFFIC, plan.seed());
        try (AckLog acks = AckLog.appendTo(ackFile);
                Load sending = Load.start(load.persistent(acks))) {
            spans.add(new Span(QUIET, System.currentTimeMillis(), System.currentTimeMillis()));
            for (Fault fault : plan.faults()) {
                sleep(random.nextLong(GAP_MS_MAX));
                happen(fault, sending);
            }
            while (sending.soFar().accepted() < plan.messages()) sleep(200);
            spans.add(new Span(QUIET + ", drained at the end", System.currentTimeMillis(), System.currentTimeMillis()));
            sending.end();
        }
        drain();
        return result(scene.dpp().proof(ackFile));
    }

    private void happen(Fault fault, Load sending) throws Exception {
        long began = System.currentTimeMillis();
        fault.begin(scene);
        sleep(HOLD_MS_MIN + random.nextLong(HOLD_MS_MAX - HOLD_MS_MIN));
        long ended = System.currentTimeMillis();
        fault.end(scene);
        spans.add(new Span(fault.label(), began, ended));
        awaitLife(sending);
        progress.printf(
                "%3d/%d %s; %,d accepted so far%n",
                spans.size() - 1,
                plan.faults().size(),
                fault.label(),
                sending.soFar().accepted());
    }

    /** The next fault waits until messages go all the way again, so that each row speaks of its own fault. */
    private void awaitLife(Load sending) throws Exception {
        long accepted = sending.soFar().accepted();
        long applied = scene.dpp().applied();
        long until = System.currentTimeMillis() + RECOVERY_LOOK_MS;
        while (System.currentTimeMillis() < until
                && (sending.soFar().accepted() == accepted || scene.dpp().applied() == applied)) sleep(100);
    }

    /** Waits while the destination still gets something and messages are under way. */
    private void drain() throws Exception {
        long applied = -1;
        long since = System.currentTimeMillis();
        while (System.currentTimeMillis() - since < NO_PROGRESS_MS) {
            long now = scene.dpp().applied();
            if (now != applied) since = System.currentTimeMillis();
            applied = now;
            if (account().path("inFlight").asLong(-1) == 0) return;
            sleep(500);
        }
    }

    private JsonNode account() throws IOException, InterruptedException {
        return scene.door().json("/api/account", Access.OPERATOR);
    }

    private FaultResult result(OutsideProof proof) throws IOException, InterruptedException {
        List<OutsideProof.Finding> findings = proof.findings();
        List<FaultRow> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < spans.size(); i++) {
            long until = i + 1 < spans.size() ? spans.get(i + 1).beganMs : Long.MAX_VALUE;
            rows.add(row(proof, findings, spans.get(i), until, seen));
        }
        JsonNode account = account();
        return new FaultResult(
                rows,
                findings,
                account.path("balances").asBoolean(),
                account.path("states").path("delivered").asLong(),
                proof.appliedAtMs().size(),
                proof.requests());
    }

    private static FaultRow row(
            OutsideProof proof, List<OutsideProof.Finding> findings, Span span, long untilMs, Set<String> seen) {
        long answers = 0;
        long acknowledged = 0;
        long quarantined = 0;
        long refused = 0;
        long duplicates = 0;
        long again = 0;
        long acceptedAfter = Long.MAX_VALUE;
        for (AckLog.Entry entry : proof.acks()) {
            if (entry.answeredAtMs() < span.beganMs || entry.answeredAtMs() >= untilMs) continue;
            answers++;
            if (entry.accepted()) {
                if (entry.answeredAtMs() >= span.endedMs) acceptedAfter = Math.min(acceptedAfter, entry.answeredAtMs());
                if (!seen.add(entry.controlId())) duplicates++;
                else if (entry.fate() == Fate.QUARANTINED) quarantined++;
                else acknowledged++;
            } else if (entry.fate() == Fate.REFUSED && entry.answer().startsWith("A")) refused++;
            else again++;
        }
        long applied = proof.appliedAfter(span.endedMs);
        boolean alive = acceptedAfter != Long.MAX_VALUE && applied != 0 && applied < untilMs;
        return new FaultRow(
                span.label,
                answers,
                acknowledged,
                proof.appliedAtMs().values().stream()
                        .filter(at -> at >= span.beganMs && at < untilMs)
                        .count(),
                quarantined,
                refused,
                duplicates,
                again,
                count(findings, "lost", span, untilMs),
                count(findings, "doubled", span, untilMs),
                count(findings, "inversion", span, untilMs),
                alive ? Math.max(acceptedAfter, applied) - span.endedMs : -1);
    }

    private static long count(List<OutsideProof.Finding> findings, String what, Span span, long untilMs) {
        return findings.stream()
                .filter(one -> one.what().equals(what) && one.atMs() >= span.beganMs && one.atMs() < untilMs)
                .count();
    }

    private static void sleep(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted", e);
        }
    }
}
