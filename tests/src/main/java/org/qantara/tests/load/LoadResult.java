package org.qantara.tests.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a load measured, without its warm-up.
 *
 * @param seconds from the first to the last moment that was measured
 * @param answers messages by what came of them: {@code AA}, {@code AE}, {@code AR}, {@code CA}, {@code CE}, {@code CR},
 *     {@code timeout}, {@code disconnected}, {@code unreachable}
 * @param late messages that were due and not sent when measuring ended: the receiver did not keep up with the rate
 * @param latency microseconds from the moment a message was due to its answer. With a rate that moment does not depend on the
 *     receiver, so a receiver that stalls is charged for everything that waited meanwhile (no coordinated omission). Without a rate
 *     it is the moment of sending, and the figure is the time of one exchange
 * @param service microseconds from sending to the answer
 */
public record LoadResult(double seconds, Map<String, Long> answers, long late, Histogram latency, Histogram service) {
    /** Freezes the counts. */
    public LoadResult {
        answers = Map.copyOf(answers);
    }

    /** Messages that the receiver took responsibility for. */
    public long accepted() {
        return answers.getOrDefault("AA", 0L) + answers.getOrDefault("CA", 0L);
    }

    /** Messages that came to any end. */
    public long ended() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Accepted messages per second. */
    public double perSecond() {
        return accepted() / seconds;
    }

    /** A percentile of the latency in milliseconds. */
    public double latencyMs(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1000.0;
    }
}
