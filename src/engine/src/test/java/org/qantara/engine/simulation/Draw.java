package org.qantara.engine.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Everything that is drawn in a schedule comes from here, so the seed is the schedule. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** 0 to limit - 1. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** Both ends included. */
    long between(long from, long to) {
        return from + random.nextLong(to - from + 1);
    }

    /** Mostly short, sometimes long: 0 to the longest. */
    long upTo(long longest) {
        double share = random.nextDouble();
        return (long) (longest * share * share * share);
    }

    <T> T of(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
