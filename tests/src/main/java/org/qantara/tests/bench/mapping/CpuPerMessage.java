package org.qantara.tests.bench.mapping;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Milliseconds of CPU per message: what the Java threads used, and the garbage collector's pauses. The just-in-time compilers are left
 * out: what they need before they are done is over in a server that runs for months, and would weigh on the quicker contender most.
 */
public final class CpuPerMessage implements InternalProfiler {
    /** Name of the secondary result. */
    static final String LABEL = "cpu";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private double beganMs;

    private double usedMs() {
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            nanos += Math.max(0, threads.getThreadCpuTime(id));
        }
        long pausesMs = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            pausesMs += Math.max(0, collector.getCollectionTime());
        }
        return nanos / 1e6 + pausesMs;
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        beganMs = usedMs();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long messages = result.getMetadata().getAllOps();
        return List.of(
                new ScalarResult(LABEL, (usedMs() - beganMs) / Math.max(1, messages), "ms/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "CPU of the Java threads and pauses of the garbage collector per message";
    }
}
