package org.qantara.app.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.qantara.engine.Signals;

/** The engine's counts and times as Micrometer meters; labels are facility, destination and outcome, never patient data. */
public final class Meters implements Signals {
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();

    /** Where the web context adds the registry that is scraped; what was counted before stays zero there. */
    public void bindTo(MeterRegistry target) {
        registry.add(target);
    }

    @Override
    public void counted(String outcome, String facility) {
        registry.counter("qantara.messages", "outcome", outcome, "facility", facility)
                .increment();
    }

    @Override
    public void timed(String what, String where, long nanos) {
        Timer.builder("qantara." + what)
                .tag("where", where)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(30),
                        Duration.ofMillis(100),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
