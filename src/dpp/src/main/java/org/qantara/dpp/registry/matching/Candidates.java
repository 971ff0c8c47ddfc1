package org.qantara.dpp.registry.matching;

import java.util.List;

/**
 * Where candidates come from: an index in memory for tests and scores, database queries in the store. The matcher asks for each
 * blocking key of a record and for the other records of a person that it is about to link to.
 */
public interface Candidates {
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
