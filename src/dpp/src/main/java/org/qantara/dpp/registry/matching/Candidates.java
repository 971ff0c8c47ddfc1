package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Where candidates come from: an index in memory for tests and scores, database queries in the store. The matcher asks for each
 * blocking key of a record and for the other records of a person that it is about to link to.
 */
public interface Candidates {
    /** Records under all keys together (one that is under two counts twice) that are compared; the most selective keys come first. */
    int TOGETHER_MAX = 1_200;

    /**
     * The most selective keys: those with the fewest records first, while they hold no more than {@value #TOGETHER_MAX} together. What only more
     * common keys would find is left out, so that no decision takes much longer than the others.
     */
    static <T> List<List<T>> selective(Collection<List<T>> underKeys) {
        List<List<T>> sorted = new ArrayList<>(underKeys);
        sorted.sort(Comparator.comparingInt(List::size));
        int together = 0;
        int taken = 0;
        while (taken < sorted.size() && together + sorted.get(taken).size() <= TOGETHER_MAX) {
            together += sorted.get(taken).size();
            taken++;
        }
        return sorted.subList(0, taken);
    }

    /**
     * The records stored under a key.
     *
     * @param max a key with more records than this is too common to help: an empty list is returned for it
     */
    List<Candidate> find(BlockingKey key, int max);

    /** All records of a person. */
    List<Prepared> members(String goldenId);

    /** How many persons are known: the prior of every decision. */
    long persons();
}
