package org.qantara.dpp.registry.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.qantara.dpp.registry.Person;

/**
 * A generated Moroccan population with known truth: records in order of registration, and whose record each one is. The same seed
 * gives the same population.
 *
 * @param records in the order in which they are registered
 * @param truth for each record the number of its person
 */
public record Population(List<Person> records, int[] truth) {
    private static final int FACILITIES = 53;

    /** Share of the further records of a person that the same facility made a second time. */
    private static final double SAME_FACILITY = 0.004;

    /**
     * Generates {@code count} records, {@code duplicateShare} of them further records of a person already registered.
     */
    public static Population generate(int count, double duplicateShare, long seed) {
        Random random = new Random(seed);
        Country country = new Country();
        Households households = new Households(country, random);
        Registrar registrar = new Registrar(country, random, households);
        int duplicates = (int) Math.round(count * duplicateShare);
        List<Inhabitant> people = households.people(count - duplicates);
        List<Person> records = new ArrayList<>(count);
        int[] truth = new int[count];
        List<Set<String>> known = new ArrayList<>();
        int next = 0;
        int remaining = duplicates;
        for (int i = 0; i < count; i++) {
            boolean again = next > 0 && random.nextInt(count - i) < remaining;
            boolean all = next == people.size();
            int who = again || all ? random.nextInt(next) : next++;
            if (who == known.size()) {
                known.add(new HashSet<>());
            } else {
                remaining--;
            }
            String facility = facility(random, known.get(who));
            boolean first = known.get(who).isEmpty();
            known.get(who).add(facility);
            truth[i] = who;
            records.add(registrar.register(people.get(who), String.valueOf(i), facility, first));
        }
        return new Population(List.copyOf(records), truth);
    }

    private static String facility(Random random, Set<String> known) {
        if (!known.isEmpty() && random.nextDouble() < SAME_FACILITY) {
            return known.iterator().next();
        }
        String facility = "F" + random.nextInt(FACILITIES);
        while (known.contains(facility)) {
            facility = "F" + random.nextInt(FACILITIES);
        }
        return facility;
    }
}
