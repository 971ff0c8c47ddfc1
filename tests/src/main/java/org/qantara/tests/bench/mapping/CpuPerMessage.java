package org.qantara.tests.bench.mapping;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Milliseconds of CPU per message, of the whole process: with its garbage collector and its compilers. */
public final class CpuPerMessage implements InternalProfiler {
    /** Name of the secondary result. */
    static final String LABEL = "cpu";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long beganNanos;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        beganNanos = system.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double millis = (system.getProcessCpuTime() - beganNanos) / 1e6;
        long messages = result.getMetadata().getAllOps();
        return List.of(new ScalarResult(LABEL, millis / Math.max(1, messages), "ms/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "CPU of the process per message";
    }
}
