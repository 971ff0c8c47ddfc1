package org.qantara.app.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.Signals;
import org.qantara.engine.message.Fault;

/**
 * The engine's counts and times as Micrometer meters; labels are facility, destination and outcome, never patient data. What is settled
 * goes on to the senders that wait for it.
 */
public final class Meters implements Signals {
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final List<MeterBinder> parts = new CopyOnWriteArrayList<>();
    private final ApplicationAnswers answers;

    Meters(ApplicationAnswers answers) {
        this.answers = answers;
    }

    /** More meters, of a part that counts for itself; kept here, because gauges do not keep what they show. */
    void add(MeterBinder meters) {
        parts.add(meters);
        meters.bindTo(registry);
    }

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
    public void settled(long intake, MessageState state, @Nullable Fault fault) {
        answers.settled(intake, state, fault);
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
