package org.qantara.tests.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts answers and times while measuring is on. Thread-safe. */
final class Measure {
    private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final ConcurrentHistogram latency = new ConcurrentHistogram(LONGEST_US, DIGITS);
    private final ConcurrentHistogram service = new ConcurrentHistogram(LONGEST_US, DIGITS);
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final long fromNs;
    private final long untilNs;

    /** Messages due from the one moment to the other count, whenever they are answered. */
    Measure(long fromNs, long untilNs) {
        this.fromNs = fromNs;
        this.untilNs = untilNs;
    }

    void answered(long dueNs, long sentNs, long nowNs, String answer) {
        if (dueNs - fromNs < 0 || dueNs - untilNs > 0) {
            return;
        }
        latency.recordValue(us(nowNs - dueNs));
        service.recordValue(us(nowNs - sentNs));
        answers.computeIfAbsent(answer, name -> new LongAdder()).increment();
    }

    private static long us(long ns) {
        return Math.min(LONGEST_US, Math.max(0, ns / 1000));
    }

    /** @param nowNs when measuring ended, at the latest its planned end */
    LoadResult result(long nowNs, long late) {
        Map<String, Long> counts = new TreeMap<>();
        answers.forEach((answer, count) -> counts.put(answer, count.sum()));
        long endNs = nowNs - untilNs > 0 ? untilNs : nowNs;
        return new LoadResult(Math.max(1, endNs - fromNs) / 1e9, counts, late, latency.copy(), service.copy());
    }
}
