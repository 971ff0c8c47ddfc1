package org.qantara.dpp.registry.matching;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry's answer for one record, with everything needed to explain it later and to undo it. */
public sealed interface Decision {
    /** Version of the weights and of the phonetic key that decided. */
    String version();

    /** The record belongs to a known person. */
    record Link(Match match, String version) implements Decision {}

    /** A person decides: candidates in order of evidence. Until then the record stands alone. */
    record Review(List<Match> matches, String version) implements Decision {
        public Review {
            matches = List.copyOf(matches);
        }
    }

    /** A person not known so far; the nearest candidate, if any, for the curious. */
    record New(@Nullable Match nearest, String version) implements Decision {}
}
