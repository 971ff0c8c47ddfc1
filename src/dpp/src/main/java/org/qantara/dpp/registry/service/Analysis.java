package org.qantara.dpp.registry.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.matching.BlockingKey;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.names.Name;

/** Prepares persons for comparison and remembers the names it has analysed: they repeat, and reading one is what costs. Thread-safe. */
final class Analysis {
    private static final int NAMES_MAX = 50_000;

    private final boolean useCnie;
    private final Map<String, Name> names = Collections.synchronizedMap(new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Name> eldest) {
            return size() > NAMES_MAX;
        }
    });

    Analysis(boolean useCnie) {
        this.useCnie = useCnie;
    }

    Prepared prepare(Person person) {
        return Prepared.of(person, this::name);
    }

    Set<BlockingKey> keys(Prepared record) {
        return BlockingKey.of(record, useCnie);
    }

    private Name name(String raw) {
        Name known = names.get(raw);
        if (known == null) {
            known = Name.of(raw);
            names.put(raw, known);
        }
        return known;
    }
}
