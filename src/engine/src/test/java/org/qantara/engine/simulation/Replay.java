package org.qantara.engine.simulation;

import java.util.List;
import java.util.Objects;

/** What a person is shown of a schedule that failed: the seed, how to run it again, and what happened last. */
final class Replay {
    private static final int LINES_MAX = 300;

    private Replay() {}

    /** Runs the seed again with its trace. */
    static String shown(Schedule.Outcome failed) {
        Schedule.Outcome again = Schedule.run(failed.seed(), Mutant.NONE, true);
        List<String> trace = again.trace();
        List<String> end = trace.subList(Math.max(0, trace.size() - LINES_MAX), trace.size());
        return "seed " + failed.seed() + ": " + failed.failure() + "\nall of it: ./mvnw -pl src/engine -am test"
                + " -Dtest=LaneSimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed="
                + failed.seed()
                + (Objects.equals(failed.failure(), again.failure()) ? "" : "\nNOT THE SAME AGAIN: " + again.failure())
                + "\n" + String.join("\n", end);
    }
}
