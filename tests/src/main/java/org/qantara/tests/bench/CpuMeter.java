package org.qantara.tests.bench;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.qantara.tests.load.LoadPlan;

/** The CPU time that the engine uses from the end of a load's warm-up on. */
final class CpuMeter implements AutoCloseable {
    private final EngineUnderLoad engine;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile long beganMs;

    private CpuMeter(EngineUnderLoad engine) {
        this.engine = engine;
    }

    /** Begins when the load's warm-up ends, counted from now. */
    static CpuMeter of(EngineUnderLoad engine, LoadPlan plan) {
        CpuMeter meter = new CpuMeter(engine);
        meter.beganMs = engine.cpuMs();
        meter.timer.schedule(
                () -> {
                    meter.beganMs = engine.cpuMs();
                },
                plan.warmUp().toMillis(),
                TimeUnit.MILLISECONDS);
        return meter;
    }

    /** Milliseconds so far. */
    double usedMs() {
        return engine.cpuMs() - beganMs;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
