package org.qantara.tests.load;

import java.util.SplittableRandom;

/**
 * The patients of one connection: drawn by the seed, the hot ones more often. A merge ends a number; its place gets a fresh one. Not
 * thread-safe.
 */
final class Patients {
    private final int connection;
    private final int count;
    private final int hot;
    private final int hotPercent;
    private final SplittableRandom random;
    private final int[] generations;
    private final long[] versions;

    Patients(int connection, int connections, Traffic traffic, SplittableRandom random) {
        this.connection = connection;
        this.count = Math.max(1, traffic.patients() / connections);
        this.hot = Math.min(traffic.hotPatients(), count);
        this.hotPercent = traffic.hotPercent();
        this.random = random;
        this.generations = new int[count];
        this.versions = new long[count];
    }

    /** The place of a patient. */
    int draw() {
        boolean isHot = hotPercent > 0 && random.nextInt(100) < hotPercent;
        return random.nextInt(isHot ? hot : count);
    }

    /** Another place than the given one; the same when there is only one. */
    int drawOther(int place) {
        return count == 1 ? place : (place + 1 + random.nextInt(count - 1)) % count;
    }

    /** The local number: the same for the same place until a merge ended it. */
    String number(int place) {
        return String.format("%d%03d%05d", 7 + generations[place], connection, place);
    }

    long nextVersion(int place) {
        return ++versions[place];
    }

    /** Ends the number at this place. */
    void retire(int place) {
        generations[place]++;
        versions[place] = 0;
    }
}
