package org.qantara.engine.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened in a schedule, line by line. Off unless somebody will read it: a failing seed is run again with it on. */
final class Trace {
    private static final int LINES_MAX = 20_000;

    private final boolean on;
    private final List<String> lines = new ArrayList<>();

    Trace(boolean on) {
        this.on = on;
    }

    /** The parts are put together only when the trace is on. */
    void note(long nowMs, String who, Object... what) {
        if (!on || lines.size() > LINES_MAX) {
            return;
        }
        StringBuilder line = new StringBuilder(80);
        line.append(String.format("%8d ms  %-12s", nowMs, who));
        for (Object part : what) {
            line.append(' ').append(part);
        }
        lines.add(line.toString());
    }

    List<String> lines() {
        return lines;
    }
}
