package org.qantara.tests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.qantara.app.cli.ExitCode;
import org.qantara.tests.bench.MllpBench.Phase;
import org.qantara.tests.load.AckLog;
import org.qantara.tests.load.IdleConnections;
import org.qantara.tests.load.LoadPlan;
import org.qantara.tests.load.LoadResult;
import org.qantara.tests.load.MessageSource;
import org.qantara.tests.process.TestHome;
import org.qantara.tests.sink.Sink;

/**
 * The table of a checkout: a bare sender to a journal, then the engine while its pipeline stands, then the engine at work, each at the
 * same numbers of connections, on empty folders.
 */
final class MllpTable {
    private static final int FRESH_WARM_UP_SECONDS = 20;
    private static final int BURSTS_MIN = 3;
    private static final int BURSTS_MAX = 8;
    private static final double WARM_WHEN_GAINED_LESS = 1.05;
    private static final long STANDS_AFTER_NS = 1_000_000_000L;
    private static final int BURST_SECONDS = 3;
    private static final double SHARE_OF_PIPELINE = 0.7;
    private static final int IDLE_BESIDE_MOST = 1_000;

    private final MllpBench bench;
    private final @Nullable AckLog log;
    private final PrintStream out;
    private final Map<Integer, Double> barePerSecond = new HashMap<>();
    private boolean allAccepted = true;

    MllpTable(MllpBench bench, @Nullable AckLog log, PrintStream out) {
        this.bench = bench;
        this.log = log;
        this.out = out;
    }

    int measure() throws Exception {
        Path folder = Files.createTempDirectory("qantara-bench-mllp");
        byte[] example = new MessageSource("x", 0, 1, bench.message.sender, bench.message.traffic, 1)
                .next()
                .bytes();
        out.printf(
                Locale.ROOT,
                "%s of %,d bytes, %s; generator and receiver share the machine; journal forced to disk before each acknowledgement%n",
                bench.message,
                example.length,
                bench.rate == 0 ? "as fast as the answers come" : bench.rate + " a second");
        out.println(MllpRow.HEADER);
        bare(folder, example);
        if (bench.phase != Phase.SUSTAINED) {
            intake(folder.resolve("intake"));
        }
        if (bench.phase != Phase.INTAKE) {
            sustained(folder.resolve("sustained"));
        }
        out.println("folders of this run: " + folder);
        return allAccepted ? ExitCode.OK : ExitCode.FAILED;
    }

    private void bare(Path folder, byte[] example) throws Exception {
        try (BareSender sender = new BareSender(folder)) {
            Duration first = Duration.ofSeconds(bench.warmUpSeconds);
            Duration warmUp = first.plusSeconds(2);
            for (int count : bench.connections) {
                LoadResult result =
                        sender.measure(count, example, warmUp, Duration.ofSeconds(Math.min(5, bench.seconds)));
                barePerSecond.put(count, result.perSecond());
                out.println(MllpRow.of("bare Artemis sender", count, 0, result).line());
                warmUp = first.dividedBy(2);
            }
        }
    }

    /** The DPP is away: after a moment its lanes stand, and what comes is stored and acknowledged. */
    private void intake(Path folder) throws Exception {
        Files.createDirectories(folder);
        URI nobody = URI.create("http://127.0.0.1:" + TestHome.freePorts(1).get(0) + "/fhir");
        try (EngineUnderLoad engine = EngineUnderLoad.start(folder, nobody, bench.engineOptions)) {
            MllpBench.run(bench.plan(engine.target(bench.message), most(), log)
                    .withWarmUp(Duration.ZERO)
                    .withRate(0)
                    .withDuration(Duration.ofSeconds(FRESH_WARM_UP_SECONDS)));
            rows(engine, "intake", bench.rate, null);
        }
    }

    /**
     * The pipeline is timed alone first, on bursts that it drains, until it gets no faster; then messages come at a rate that it can keep up
     * with, or at the rate that was asked for.
     */
    private void sustained(Path folder) throws Exception {
        Files.createDirectories(folder);
        try (Sink sink = Sink.start(folder.resolve("sink.log"));
                EngineUnderLoad engine = EngineUnderLoad.start(folder, sink.base(), bench.engineOptions)) {
            double perSecond = 0;
            boolean warm = false;
            for (int burst = 1; burst <= BURSTS_MAX && !warm; burst++) {
                double before = perSecond;
                perSecond = Math.max(before, drainedPerSecond(engine, sink));
                warm = burst >= BURSTS_MIN && perSecond < before * WARM_WHEN_GAINED_LESS;
                out.printf(
                        Locale.ROOT,
                        "%-20s %11s %,11.0f  delivered a second at best after %d bursts, nothing coming in%n",
                        "pipeline alone",
                        "",
                        perSecond,
                        burst);
            }
            int rate = bench.rate > 0 ? bench.rate : (int) Math.max(1, perSecond * SHARE_OF_PIPELINE);
            rows(engine, "sustained " + rate + "/s", rate, sink);
        }
    }

    private double drainedPerSecond(EngineUnderLoad engine, Sink sink) throws Exception {
        MllpBench.run(bench.plan(engine.target(bench.message), most(), log)
                .withWarmUp(Duration.ZERO)
                .withRate(0)
                .withDuration(Duration.ofSeconds(BURST_SECONDS)));
        long before = sink.state().applied();
        long beganNs = System.nanoTime();
        long applied = before;
        long lastNs = beganNs;
        while (System.nanoTime() - lastNs < STANDS_AFTER_NS) {
            LockSupport.parkNanos(STANDS_AFTER_NS / 10);
            long now = sink.state().applied();
            lastNs = now > applied ? System.nanoTime() : lastNs;
            applied = now;
        }
        awaitDrained(engine);
        return (applied - before) * 1e9 / Math.max(1, lastNs - beganNs);
    }

    private int most() {
        return bench.connections.stream().mapToInt(Integer::intValue).max().orElse(1);
    }

    private void rows(EngineUnderLoad engine, String what, int rate, @Nullable Sink sink) throws Exception {
        List<int[]> cases = new ArrayList<>();
        bench.connections.forEach(count -> cases.add(new int[] {count, bench.idle}));
        if (bench.idle == 0 && bench.connections.size() > 1) {
            cases.add(new int[] {most(), IDLE_BESIDE_MOST});
            cases.add(new int[] {most(), 0}); // again: what is stored by now costs something, idle connections or not
        }
        for (int[] one : cases) {
            if (sink != null) {
                awaitDrained(engine);
            }
            out.println(row(engine, what, one[0], one[1], rate, sink).line());
        }
    }

    private MllpRow row(EngineUnderLoad engine, String what, int count, int idle, int rate, @Nullable Sink sink)
            throws Exception {
        LoadPlan plan = bench.plan(engine.target(bench.message), count, log).withRate(rate);
        MllpRow row;
        try (IdleConnections silent =
                        IdleConnections.open(plan.target().host(), plan.target().port(), idle);
                CpuMeter cpu = CpuMeter.of(engine, plan)) {
            long appliedBefore = sink == null ? 0 : sink.state().applied();
            LoadResult result = MllpBench.run(plan);
            long appliedAfter = sink == null ? 0 : sink.state().applied();
            row = MllpRow.of(what, count, idle, result).withCpuMs(cpu.usedMs() / Math.max(1, result.accepted()));
            if (sink != null) {
                double seconds = plan.warmUp().plus(plan.duration()).toMillis() / 1000.0;
                long queued = engine.queued();
                long drainingMs = awaitDrained(engine);
                row = row.withNote(String.format(
                        Locale.ROOT,
                        "delivered %,.0f/s, %,d waited at the end, drained in %.1f s",
                        (appliedAfter - appliedBefore) / seconds,
                        queued,
                        drainingMs / 1000.0));
            }
            allAccepted &= result.accepted() == result.ended();
            Double bare = barePerSecond.get(count);
            return bare == null ? row : row.besideBare(bare);
        }
    }

    /** Waits until what was accepted is delivered, so that one measurement does not pay for the one before. */
    private static long awaitDrained(EngineUnderLoad engine) throws IOException {
        long beganNs = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> engine.queued() == 0);
        return (System.nanoTime() - beganNs) / 1_000_000;
    }
}
