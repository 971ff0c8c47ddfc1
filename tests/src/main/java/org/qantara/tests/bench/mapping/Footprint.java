package org.qantara.tests.bench.mapping;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.qantara.mapping.Mappings;

/**
 * What the compiled maps cost: time to compile the whole folder, cold and warm, and the live heap they hold afterwards.
 *
 * @param coldMs the first compilation of this process, with class loading and inline tests
 * @param warmMs the median of the following ones
 * @param heapBytes live heap with one set of compiled maps minus without
 */
record Footprint(double coldMs, double warmMs, long heapBytes) {
    private static final int COMPILATIONS = 9;

    static Footprint measure() throws IOException {
        double cold = compileMs();
        List<Double> warm = new ArrayList<>();
        for (int i = 0; i < COMPILATIONS; i++) {
            warm.add(compileMs());
        }
        warm.sort(null);
        long before = liveBytes();
        Mappings held = BenchMessages.maps();
        long after = liveBytes();
        if (held.version().isEmpty()) {
            throw new IllegalStateException("maps without a version");
        }
        return new Footprint(cold, warm.get(COMPILATIONS / 2), after - before);
    }

    private static double compileMs() throws IOException {
        long from = System.nanoTime();
        BenchMessages.maps();
        return (System.nanoTime() - from) / 1e6;
    }

    private static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
