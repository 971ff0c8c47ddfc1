package org.qantara.connectors.mllp.metrics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One number per {@link Counter}, since start; counts into a parent as well when it has one. Thread-safe; lost at a crash, as metrics are. */
public final class Counters {
    private final @Nullable Counters parent;
    private final Map<Counter, LongAdder> adders = new EnumMap<>(Counter.class);

    /** Counters that nobody sums up. */
    public Counters() {
        this(null);
    }

    /** Counters of one endpoint, whose {@code parent} counts all of them. */
    public Counters(@Nullable Counters parent) {
        this.parent = parent;
        for (Counter counter : Counter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    public void increment(Counter counter) {
        add(counter, 1);
    }

    public void add(Counter counter, long amount) {
        adder(counter).add(amount);
        if (parent != null) {
            parent.add(counter, amount);
        }
    }

    public long value(Counter counter) {
        return adder(counter).sum();
    }

    /** Everything by {@link Counter#metricName}, in the order of the constants. */
    public Map<String, Long> values() {
        Map<String, Long> values = new LinkedHashMap<>();
        adders.forEach((counter, adder) -> values.put(counter.metricName(), adder.sum()));
        return values;
    }

    private LongAdder adder(Counter counter) {
        LongAdder adder = adders.get(counter);
        if (adder == null) {
            throw new IllegalStateException("no adder for " + counter);
        }
        return adder;
    }
}
