package org.qantara.dpp.registry.score;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.matching.Decision;
import org.qantara.dpp.registry.matching.InMemoryCandidates;
import org.qantara.dpp.registry.matching.Matcher;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.matching.Scorer;
import org.qantara.dpp.registry.names.Name;

/**
 * Scores a generated population: its records are registered one after the other, each decided against all before it, as a national
 * registry grows. A record that goes to review or is held to be new stands alone; what a reviewer would do is not counted.
 *
 * @param records how many were registered
 * @param precision share of the links that joined records of one person, every record of the joined person being looked at
 * @param recall share of the further records of known persons that were linked to a record of theirs
 * @param falseMerges links that joined two persons
 * @param reviewShare share of all registrations that a person is asked about
 */
public record PopulationScore(int records, double precision, double recall, int falseMerges, double reviewShare) {
    private static final int NAMES_KEPT = 50_000;

    /** Registers the population with the given weights. */
    public static PopulationScore of(Population population, Scorer scorer) {
        Map<String, Name> names = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Name> eldest) {
                return size() > NAMES_KEPT;
            }
        };
        InMemoryCandidates registry = new InMemoryCandidates(scorer.useCnie());
        Matcher matcher = new Matcher(scorer, registry);
        Map<Integer, Integer> seen = new HashMap<>();
        int links = 0;
        int right = 0;
        int further = 0;
        int reviews = 0;
        for (int i = 0; i < population.records().size(); i++) {
            Person person = population.records().get(i);
            int who = population.truth()[i];
            Prepared record = Prepared.of(person, raw -> names.computeIfAbsent(raw, Name::of));
            further += seen.merge(who, 1, Integer::sum) > 1 ? 1 : 0;
            String golden = "G" + i;
            Decision decision = matcher.decide(record);
            if (decision instanceof Decision.Link link) {
                links++;
                golden = link.match().goldenId();
                boolean all = registry.members(golden).stream()
                        .allMatch(member -> population
                                        .truth()[
                                        Integer.parseInt(member.person().id())]
                                == who);
                right += all ? 1 : 0;
            } else if (decision instanceof Decision.Review) {
                reviews++;
            }
            registry.add(record, golden);
        }
        int records = population.records().size();
        return new PopulationScore(
                records, Share.of(right, links), Share.of(right, further), links - right, Share.of(reviews, records));
    }
}
