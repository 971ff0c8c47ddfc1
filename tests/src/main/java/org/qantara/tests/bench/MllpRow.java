package org.qantara.tests.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.qantara.tests.load.LoadResult;

/**
 * One line of the table.
 *
 * @param cpuMs CPU milliseconds of the receiver's process per accepted message; negative when not known
 * @param ofBare accepted messages a second as a share of the bare sender's; negative when not measured
 * @param note what else is to be said
 */
record MllpRow(String what, int connections, int idle, LoadResult result, double cpuMs, double ofBare, String note) {
    static final String HEADER = String.format(
            Locale.ROOT,
            "%-20s %11s %11s %8s %8s %8s %8s %8s %8s  %s",
            "",
            "connections",
            "accepted/s",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "CPU-ms",
            "of bare");

    static MllpRow of(String what, int connections, int idle, LoadResult result) {
        return new MllpRow(what, connections, idle, result, -1, -1, "");
    }

    MllpRow withCpuMs(double value) {
        return new MllpRow(what, connections, idle, result, value, ofBare, note);
    }

    MllpRow besideBare(double barePerSecond) {
        return new MllpRow(what, connections, idle, result, cpuMs, result.perSecond() / barePerSecond, note);
    }

    MllpRow withNote(String text) {
        return new MllpRow(what, connections, idle, result, cpuMs, ofBare, text);
    }

    String line() {
        Map<String, Long> others = new TreeMap<>(result.answers());
        others.remove("AA");
        others.remove("CA");
        String late = result.late() > 0 ? "  " + result.late() + " due and not sent in time" : "";
        return String.format(
                Locale.ROOT,
                "%-20s %11s %,11.0f %8.2f %8.2f %8.2f %8.2f %8.1f %8s  %s%s%s%s",
                what,
                idle == 0 ? String.valueOf(connections) : connections + "+" + idle + " idle",
                result.perSecond(),
                result.latencyMs(50),
                result.latencyMs(90),
                result.latencyMs(99),
                result.latencyMs(99.9),
                result.latencyMs(100),
                cpuMs < 0 ? "" : String.format(Locale.ROOT, "%.3f", cpuMs),
                ofBare < 0 ? "" : String.format(Locale.ROOT, "%.2f", ofBare),
                others.isEmpty() ? "" : "  other answers: " + others,
                late,
                note.isEmpty() ? "" : "  " + note);
    }
}
