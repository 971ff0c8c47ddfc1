package org.qantara.dpp.registry.score;

import java.util.List;
import org.qantara.dpp.registry.matching.Decision;
import org.qantara.dpp.registry.matching.InMemoryCandidates;
import org.qantara.dpp.registry.matching.Matcher;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.matching.Scorer;

/**
 * Scores constructed pairs of two persons who look like one: none may be linked automatically.
 *
 * @param cases how many pairs
 * @param falseMerges how many were linked
 */
public record VetoScore(int cases, int falseMerges) {

    /** Registers the first record of every case, then asks for the second, in a registry that holds other people too. */
    public static VetoScore of(Scorer scorer) {
        List<VetoCases.Case> cases = VetoCases.all();
        InMemoryCandidates registry = new InMemoryCandidates(scorer.useCnie());
        for (int i = 0; i < cases.size(); i++) {
            registry.add(Prepared.of(cases.get(i).known()), "G" + i);
        }
        Matcher matcher = new Matcher(scorer, registry);
        int merged = 0;
        for (VetoCases.Case one : cases) {
            merged += matcher.decide(Prepared.of(one.fresh())) instanceof Decision.Link ? 1 : 0;
        }
        return new VetoScore(cases.size(), merged);
    }
}
