package org.qantara.mapping.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.CodeSystems;

/** The HL7 v2 tables as FHIR code systems, so that a code is only said to be of a table that has it. Loaded when first used. */
final class V2Tables {
    private static final String PREFIX = "http://terminology.hl7.org/CodeSystem/v2-";

    private V2Tables() {}

    private static final class Loaded {
        static final Map<String, Set<String>> TABLES = load();

        private static Map<String, Set<String>> load() {
            Map<String, Set<String>> tables = new HashMap<>();
            new CodeSystems().all(PREFIX).forEach((url, codes) -> tables.put(url, Set.copyOf(codes)));
            return Map.copyOf(tables);
        }
    }

    /** Whether the system is an HL7 table that does not have the code: then the code must not be said to be of it. */
    static boolean lacks(@Nullable String system, String code) {
        Set<String> codes = system == null || !system.startsWith(PREFIX) ? null : Loaded.TABLES.get(system);
        return codes != null && !codes.contains(code);
    }

    /** The system of {@code HL70005} when it has the code, else null. */
    static @Nullable String system(@Nullable String table, @Nullable String code) {
        if (table == null || code == null || table.length() != 7 || !table.startsWith("HL7")) {
            return null;
        }
        String url = PREFIX + table.substring(3);
        Set<String> codes = Loaded.TABLES.get(url);
        return codes != null && codes.contains(code) ? url : null;
    }
}
