package org.qantara.mapping.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Code systems and required value sets of R4 (core, v3 and v2 tables); read when first asked for. Not safe for several threads. */
public final class CodeSystems {
    private @Nullable Map<String, String> systemLines;
    private @Nullable Map<String, String> valueSetLines;
    private final Map<String, Map<String, String>> systems = new HashMap<>();

    /** Codes with displays of a complete code system, or null when it is not known here. */
    public @Nullable Map<String, String> codes(String system) {
        Map<String, String> known = systems.get(system);
        if (known != null) {
            return known;
        }
        if (systemLines == null) {
            systemLines = index("r4-code-systems.txt.gz");
        }
        String line = systemLines.get(system);
        if (line == null) {
            return null;
        }
        Map<String, String> codes = new LinkedHashMap<>();
        for (String concept : line.split("\t")) {
            int at = concept.indexOf('\u001f');
            if (at > 0) {
                codes.put(concept.substring(0, at), concept.substring(at + 1));
            }
        }
        systems.put(system, codes);
        return codes;
    }

    /** The codes of every system whose address starts with a text. */
    public Map<String, java.util.Collection<String>> all(String prefix) {
        if (systemLines == null) {
            systemLines = index("r4-code-systems.txt.gz");
        }
        Map<String, java.util.Collection<String>> all = new HashMap<>();
        for (String url : systemLines.keySet()) {
            Map<String, String> found = url.startsWith(prefix) ? codes(url) : null;
            if (found != null) {
                all.put(url, found.keySet());
            }
        }
        return all;
    }

    /** All codes of a value set of a required binding, or null when it is open or not known. */
    public @Nullable List<String> members(String valueSet) {
        if (valueSetLines == null) {
            valueSetLines = index("r4-value-sets.txt.gz");
        }
        String line = valueSetLines.get(valueSet);
        if (line == null || line.contains("\t*")) {
            return null;
        }
        List<String> codes = new ArrayList<>();
        String[] includes = line.split("\t");
        for (int i = 1; i < includes.length; i++) {
            String[] include = includes[i].split(" ");
            if (include.length > 1) {
                codes.addAll(List.of(include).subList(1, include.length));
            } else {
                Map<String, String> all = codes(include[0]);
                if (all == null) {
                    return null;
                }
                codes.addAll(all.keySet());
            }
        }
        return codes;
    }

    private static Map<String, String> index(String file) {
        Map<String, String> lines = new HashMap<>();
        for (String line : SchemaFile.lines(file)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                lines.put(line.substring(0, tab), line);
            }
        }
        return lines;
    }
}
