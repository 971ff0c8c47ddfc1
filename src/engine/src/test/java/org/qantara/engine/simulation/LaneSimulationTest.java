package org.qantara.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thousands of schedules of the lanes in virtual time. {@code -Dsimulation.seed=N} runs one and shows all of it; {@code -Dsimulation.base=N} begins
 * elsewhere.
 */
class LaneSimulationTest {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSimulationTest.class);
    private static final long BASE = 1;
    private static final int SCHEDULES = 2_000;
    /** A deliberate mistake must be found within so many schedules. */
    private static final int MISTAKE_MAX = 3_000;

    @Test
    void order_onceness_and_liveness_hold_in_every_schedule() {
        Long seed = Long.getLong("simulation.seed");
        if (seed != null) {
            Schedule.Outcome outcome = Schedule.run(seed, Mutant.NONE, true);
            LOG.warn("seed {}: {}\n{}", seed, outcome.failure(), String.join("\n", outcome.trace()));
            assertThat(outcome.failure()).isNull();
            return;
        }
        run(Long.getLong("simulation.base", BASE), SCHEDULES, Long.MAX_VALUE);
    }

    @Test
    @Tag("long")
    void they_hold_in_many_more() {
        long base = Long.getLong("simulation.base", System.nanoTime() >>> 1);
        long minutes = Long.getLong("simulation.minutes", 0);
        long untilNs = minutes == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        run(base, minutes == 0 ? 200_000 : Integer.MAX_VALUE, untilNs);
    }

    @Test
    void a_seed_is_the_same_schedule_every_time() {
        for (long seed = BASE; seed < BASE + 20; seed++) {
            assertThat(Schedule.run(seed, Mutant.NONE, true)).isEqualTo(Schedule.run(seed, Mutant.NONE, true));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_deliberate_mistake_is_found(Mutant mistake) {
        for (long seed = BASE; seed < BASE + MISTAKE_MAX; seed++) {
            Schedule.Outcome outcome = Schedule.run(seed, mistake, false);
            String failure = outcome.failure();
            if (failure != null) {
                LOG.warn(
                        "{}: found by seed {}: {}",
                        mistake,
                        seed,
                        failure.lines().findFirst().orElse(""));
                return;
            }
        }
        fail(mistake + " was not found in " + MISTAKE_MAX + " schedules");
    }

    private static void run(long base, int schedules, long untilNs) {
        LOG.warn("schedules from seed {} on", base);
        long began = System.nanoTime();
        long steps = 0;
        long virtualMs = 0;
        long messages = 0;
        long run = 0;
        while (run < schedules && System.nanoTime() < untilNs) {
            Schedule.Outcome outcome = Schedule.run(base + run, Mutant.NONE, false);
            if (outcome.failure() != null) {
                fail(Replay.shown(outcome));
            }
            steps += outcome.steps();
            virtualMs += outcome.virtualMs();
            messages += outcome.messages();
            run++;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        LOG.warn(
                "{} schedules in {} s, {} a second: {} messages, {} steps, {} h of virtual time",
                run,
                Math.round(seconds),
                Math.round(run / seconds),
                messages,
                steps,
                virtualMs / 3_600_000);
        assertThat(messages).isGreaterThan(run);
    }
}
