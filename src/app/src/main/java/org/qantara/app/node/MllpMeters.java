package org.qantara.app.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.qantara.connectors.mllp.MllpComponent;
import org.qantara.connectors.mllp.MllpConsumer;
import org.qantara.connectors.mllp.metrics.Counter;

/** What the MLLP listeners count, as {@code qantara.mllp.*}: every {@link Counter}, and how things stand now. */
record MllpMeters(CamelContext camel, MllpComponent mllp) implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        for (Counter counter : Counter.values())
            FunctionCounter.builder(
                            "qantara.mllp." + counter.metricName(),
                            mllp.counters(),
                            counters -> counters.value(counter))
                    .description(counter.description())
                    .register(registry);
        Gauge.builder("qantara.mllp.connections.open", this, MllpMeters::connectionsOpen)
                .description("connections that are open now")
                .register(registry);
        Gauge.builder("qantara.mllp.frame.bytes", mllp, component -> component
                        .budget()
                        .used())
                .description("memory of unfinished and unanswered messages")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("qantara.mllp.certificate.days", this, MllpMeters::certificateDaysLeft)
                .description("whole days until the first certificate of a listener expires; not a number without TLS")
                .register(registry);
    }

    private Stream<MllpConsumer> listeners() {
        return camel.getRoutes().stream()
                .map(Route::getConsumer)
                .filter(MllpConsumer.class::isInstance)
                .map(MllpConsumer.class::cast);
    }

    private double connectionsOpen() {
        return listeners().mapToInt(MllpConsumer::getConnectionsOpen).sum();
    }

    private double certificateDaysLeft() {
        OptionalLong least = listeners()
                .map(MllpConsumer::getCertificateDaysLeft)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min();
        return least.isPresent() ? least.getAsLong() : Double.NaN;
    }
}
