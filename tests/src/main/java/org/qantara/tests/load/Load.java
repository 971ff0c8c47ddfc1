package org.qantara.tests.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.qantara.connectors.mllp.metrics.Counters;

/**
 * A load that is being sent: a thread that says what is due, two event loops that move bytes, whatever the number of connections.
 * Thread-safe.
 */
public final class Load implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final long LAST_ANSWERS_MS = 5_000;

    private final LoadPlan plan;
    private final long beginNs = System.nanoTime();
    private final long endNs;
    private final Measure measure;
    private final EventLoopGroup loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("load-io", true));
    private final List<LoadConnection> connections;
    private final Thread pacer = new Thread(this::pace, "load-pacer");
    private volatile boolean stopped;

    private Load(LoadPlan plan) {
        this.plan = plan;
        long measuredNs = beginNs + plan.warmUp().toNanos();
        this.endNs = measuredNs + plan.duration().toNanos();
        this.measure = new Measure(measuredNs, endNs);
        Counters counters = new Counters();
        this.connections = IntStream.range(0, plan.connections())
                .mapToObj(number -> new LoadConnection(number, plan, measure, loops, counters))
                .toList();
        pacer.setDaemon(true);
    }

    /** Begins to send. */
    public static Load start(LoadPlan plan) {
        Load load = new Load(plan);
        load.pacer.start();
        return load;
    }

    private void pace() {
        if (plan.ratePerSecond() == 0) {
            connections.forEach(connection -> connection.due(System.nanoTime()));
            return;
        }
        double gapNs = 1e9 / plan.ratePerSecond();
        for (long n = 0; !stopped; n++) {
            long dueNs = beginNs + (long) (n * gapNs);
            for (long waitNs = dueNs - System.nanoTime(); waitNs > 0; waitNs = dueNs - System.nanoTime()) {
                LockSupport.parkNanos(waitNs);
            }
            if (dueNs - endNs >= 0) {
                return;
            }
            connections.get((int) (n % connections.size())).due(dueNs);
        }
    }

    /** Waits until the planned time is over and returns what was measured. What is on its way then gets some seconds to be answered. */
    public LoadResult await() throws InterruptedException {
        for (long leftNs = endNs - System.nanoTime(); leftNs > 0 && !stopped; leftNs = endNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(leftNs, 50_000_000));
        }
        return end();
    }

    /** What was measured so far. */
    public LoadResult soFar() {
        return measure.result(System.nanoTime(), late());
    }

    private long late() {
        return plan.ratePerSecond() == 0
                ? 0
                : connections.stream().mapToLong(LoadConnection::late).sum();
    }

    /** Sends nothing more, waits for the last answers and returns what was measured. */
    public LoadResult end() throws InterruptedException {
        stopped = true;
        long late = late();
        long nowNs = System.nanoTime();
        connections.forEach(LoadConnection::stop);
        long patienceNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_ANSWERS_MS);
        while (connections.stream().anyMatch(LoadConnection::isBusy) && System.nanoTime() - patienceNs < 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return measure.result(nowNs, late);
    }

    @Override
    public void close() {
        stopped = true;
        connections.forEach(LoadConnection::stop);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
