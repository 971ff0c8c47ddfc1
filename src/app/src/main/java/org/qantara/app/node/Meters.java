package org.qantara.app.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.EngineStatus;
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

    /** Shows how the node stands: queues, destinations, journal, backlog, certificates. Asked at each scrape from the last look. */
    void show(Watch watch) {
        gauge("qantara.oldest.undelivered.seconds", watch, NodeStatus::oldestUndeliveredSeconds);
        gauge("qantara.broker.up", watch, status -> status.engine().brokerUp() ? 1 : 0);
        gauge("qantara.ledger.up", watch, status -> status.engine().ledgerUp() ? 1 : 0);
        gauge("qantara.alarms", watch, status -> status.alarms().size());
        gauge("qantara.journal.bytes", watch, status -> journal(status, EngineStatus.Journal::journalBytes));
        gauge("qantara.journal.messages", watch, status -> journal(status, EngineStatus.Journal::messages));
        gauge("qantara.journal.memory.bytes", watch, status -> journal(status, EngineStatus.Journal::memoryBytes));
        gauge("qantara.journal.disk.used.ratio", watch, status -> journal(status, EngineStatus.Journal::diskUsedRatio));
        gauge("qantara.certificate.days", watch, status -> status.certificates().stream()
                .mapToLong(NodeStatus.Certificate::days)
                .min()
                .orElse(-1));
        for (var destination : watch.last().engine().destinations()) {
            String name = destination.name();
            Gauge.builder("qantara.destination.queued", watch, w -> of(w, name, EngineStatus.DestinationStatus::queued))
                    .tag("destination", name)
                    .register(registry);
            Gauge.builder(
                            "qantara.destination.up",
                            watch,
                            w -> of(w, name, known -> known.stoppedBecause() == null ? 1 : 0))
                    .tag("destination", name)
                    .register(registry);
        }
    }

    private void gauge(String name, Watch watch, ToDoubleFunction<NodeStatus> value) {
        Gauge.builder(name, watch, w -> value.applyAsDouble(w.last())).register(registry);
    }

    private static double journal(NodeStatus status, ToDoubleFunction<EngineStatus.Journal> value) {
        EngineStatus.Journal journal = status.engine().journal();
        return journal == null ? Double.NaN : value.applyAsDouble(journal);
    }

    private static double of(Watch watch, String name, ToDoubleFunction<EngineStatus.DestinationStatus> value) {
        return watch.last().engine().destinations().stream()
                .filter(known -> known.name().equals(name))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
