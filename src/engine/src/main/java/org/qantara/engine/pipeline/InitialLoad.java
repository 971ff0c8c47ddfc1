package org.qantara.engine.pipeline;

import java.util.List;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/**
 * What an initial load may say of a patient of whom live messages came before it: nobody can know which of the two is the later state, and a
 * snapshot is the older one more often. So it adds what is not there and changes nothing.
 */
final class InitialLoad {
    private InitialLoad() {}

    /** The same resources, each to be created if it is not there. */
    static MappedBundle onlyNew(MappedBundle bundle) {
        return new MappedBundle(bundle.entries().stream()
                .map(entry ->
                        new MappedBundle.Entry(entry.type(), entry.id(), Owns.CREATE, List.of(), entry.resource(null)))
                .toList());
    }
}
