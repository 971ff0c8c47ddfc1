package org.qantara.dpp.registry.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.matching.Match;

/**
 * One decision about one record, by the registry, by a message or by a person; never changed but for the state of a review.
 *
 * @param outcome {@code link}, {@code review}, {@code new}, {@code conflict} (a changed record no longer fits its person), {@code merge},
 *     {@code unmerge} (messages), {@code linked}, {@code rejected}, {@code unlinked} (people)
 * @param golden the golden record afterwards
 * @param bits evidence for the best candidate
 * @param version of the weights and of the phonetic key
 * @param actor {@code registry}, {@code message} or the name of a person
 * @param matches the candidates with every field's level and bits; ids, no values
 * @param state {@code open} for a review that waits, else {@code done}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionRow(
        long id,
        String patientId,
        Instant decidedAt,
        String outcome,
        @Nullable String golden,
        @Nullable Double bits,
        String version,
        String actor,
        @Nullable String reason,
        List<Match> matches,
        String state) {
    public static final String OPEN = "open";
    public static final String DONE = "done";

    public DecisionRow {
        matches = List.copyOf(matches);
    }

    /** A decision of now that has no number yet. */
    public static DecisionRow now(
            String patientId,
            String outcome,
            @Nullable String golden,
            String version,
            String actor,
            @Nullable String reason,
            List<Match> matches,
            boolean open) {
        Double bits = matches.isEmpty() ? null : matches.get(0).bits();
        return new DecisionRow(
                0,
                patientId,
                Instant.now(),
                outcome,
                golden,
                bits,
                version,
                actor,
                reason,
                matches,
                open ? OPEN : DONE);
    }
}
