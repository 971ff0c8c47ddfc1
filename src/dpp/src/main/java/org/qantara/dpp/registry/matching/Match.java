package org.qantara.dpp.registry.matching;

import java.util.List;
import java.util.Set;

/**
 * What was found for one candidate record.
 *
 * @param recordId the candidate's record
 * @param goldenId the person (golden record) it belongs to
 * @param bits log2 of the odds that both are one person, prior included: 0 is even, 10 a thousand to one
 * @param fields what each field said
 * @param objections what stands against an automatic link, over all records of that person
 */
public record Match(String recordId, String goldenId, double bits, List<FieldScore> fields, Set<Objection> objections) {
    public Match {
        fields = List.copyOf(fields);
        objections = Set.copyOf(objections);
    }

    /** Whether something stands against a link that is more than a doubt. */
    public boolean isVetoed() {
        return objections.stream().anyMatch(Objection::isVeto);
    }
}
