package org.qantara.mapping;

import java.util.List;

/**
 * An outcome with the lineage of every leaf of its Bundle, in the order of the output.
 *
 * @param outcome the same as without lineage
 * @param lineage empty when the message was not mapped
 */
public record Explanation(MapOutcome outcome, List<Lineage> lineage) {
    public Explanation {
        lineage = List.copyOf(lineage);
    }
}
