package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.MapPlan;
import org.qantara.mapping.schema.FhirType;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Pos;
import org.qantara.mapping.syntax.Tree;

/**
 * One layer with everything below it merged in, and the maps compiled for it.
 *
 * <p>A layer compiles again only what its changes touch, directly or through links; all else it shares with the layer below.
 */
final class Env {
    private final Shared shared;
    private final String layer;
    private final @Nullable Env below;
    private final Map<String, Tree.MapDoc> maps;
    private final Map<String, Tree.TableDoc> tables;
    private final Set<String> changed;
    private final Map<String, List<Tree.MapDoc>> links = new HashMap<>();
    private final Map<String, TableEntry> compiledTables = new HashMap<>();
    private final Map<String, MapPlan> plans = new LinkedHashMap<>();
    private final Map<String, Set<String>> uses = new HashMap<>();
    private final List<String> compiling = new ArrayList<>();

    /**
     * @param below the layer that this one extends, or null
     * @param changed names of maps and tables ({@code table X}) that differ from the layer below
     */
    Env(
            Shared shared,
            String layer,
            @Nullable Env below,
            Map<String, Tree.MapDoc> maps,
            Map<String, Tree.TableDoc> tables,
            Set<String> changed) {
        this.shared = shared;
        this.layer = layer;
        this.below = below;
        this.maps = maps;
        this.tables = tables;
        this.changed = changed;
        for (Tree.MapDoc map : maps.values()) {
            for (String key : keys(map)) {
                links.computeIfAbsent(key, k -> new ArrayList<>()).add(map);
            }
        }
    }

    /** What a map is found under: all combinations of its alternatives, with and without the sources that may be left out. */
    private static List<String> keys(Tree.MapDoc map) {
        List<String> keys = List.of("");
        List<String> complete = new ArrayList<>();
        for (List<Tree.Word> alternatives : map.sources()) {
            if (Scopes.mayBeAbsent(alternatives)) {
                complete.addAll(keys);
            }
            List<String> longer = new ArrayList<>();
            for (String key : keys) {
                for (Tree.Word name : alternatives) {
                    String source = Scopes.sourceName(name);
                    longer.add(key.isEmpty() ? source : key + "," + source);
                }
            }
            keys = longer;
        }
        complete.addAll(keys);
        return complete.stream().map(k -> k + "->" + map.target().text()).toList();
    }

    Shared shared() {
        return shared;
    }

    Findings findings() {
        return shared.findings();
    }

    String layer() {
        return layer;
    }

    Map<String, Tree.MapDoc> maps() {
        return maps;
    }

    Map<String, Tree.TableDoc> tables() {
        return tables;
    }

    /** The version that a schema describes, for messages. */
    String version(SourceSchema schema) {
        return shared.version(schema);
    }

    SourceType sourceType(SourceSchema schema, String name) {
        SourceType type = schema.type(name);
        return type != null ? type : new SourceType(schema.name(), name, false, List.of());
    }

    /** Whether a composite is one moment: its first component says it all. */
    boolean isTime(SourceType type) {
        return type.name().equals("TS");
    }

    /** Remembers that some rule reads a field. */
    void read(String record, int field) {
        shared.reads().add(record + "-" + field);
    }

    /** A table by name; reports an unknown one. */
    @Nullable
    TableEntry table(String name, Pos pos) {
        use("table " + name);
        TableEntry known = compiledTables.get(name);
        if (known != null) {
            return known;
        }
        Tree.TableDoc doc = tables.get(name);
        if (doc == null) {
            findings()
                    .error(
                            pos,
                            "UNKNOWN-TABLE",
                            "there is no table " + name + Findings.suggestion(name, tables.keySet()));
            return null;
        }
        TableEntry entry = below == null || changed.contains("table " + name)
                ? new TableEntry(doc, Tables.compile(doc, shared))
                : below.table(name, pos);
        if (entry == null) {
            return null;
        }
        compiledTables.put(name, entry);
        return entry;
    }

    void checkCode(String system, String code, Pos pos) {
        Map<String, String> codes = shared.codes().codes(system);
        if (codes != null && !codes.containsKey(code)) {
            findings()
                    .error(
                            pos,
                            "CODE",
                            "'" + code + "' is no code of " + system + Findings.suggestion(code, codes.keySet()));
        }
    }

    /** The maps from a source to a target type. */
    List<Tree.MapDoc> candidates(SourceSchema schema, String sources, String target) {
        String prefix = schema.name().equals("hl7v2") ? "" : schema.name() + ":";
        return links.getOrDefault(prefix + sources + "->" + target, List.of());
    }

    /** The plan of a map; compiled when first asked for. Null when it has errors of form that were reported. */
    @Nullable
    MapPlan plan(Tree.MapDoc map) {
        String name = map.name();
        use(name);
        MapPlan known = plans.get(name);
        if (known != null) {
            if (compiling.contains(name) && !map.type().equals("Bundle")) {
                findings()
                        .error(
                                map.pos(),
                                "CYCLE",
                                "maps link each other in a circle: "
                                        + String.join(
                                                ", then ",
                                                compiling.subList(compiling.indexOf(name), compiling.size())));
            }
            return known;
        }
        if (below != null && !touched(name, new HashSet<>())) {
            return below.plan(map);
        }
        FhirType type = shared.fhir().type(map.type());
        if (type == null) {
            findings()
                    .error(
                            map.target().pos(),
                            "UNKNOWN-TYPE",
                            "R4 has no type " + map.type() + Findings.suggestion(map.type(), shared.fhirNames()));
            return null;
        }
        MapPlan plan = new MapPlan(name, type);
        plans.put(name, plan);
        compiling.add(name);
        new MapCompiler(this, map, plan).compile();
        compiling.remove(compiling.size() - 1);
        return plan;
    }

    private void use(String what) {
        if (!compiling.isEmpty()) {
            uses.computeIfAbsent(compiling.get(compiling.size() - 1), k -> new LinkedHashSet<>())
                    .add(what);
        }
    }

    /** Whether a map differs from the layer below, itself or through what it uses. */
    boolean touched(String name, Set<String> seen) {
        if (changed.contains(name)) {
            return true;
        }
        if (!seen.add(name)) {
            return false;
        }
        Set<String> used = new HashSet<>();
        for (Env e = below; e != null; e = e.below) {
            used.addAll(e.uses.getOrDefault(name, Set.of()));
        }
        return used.stream().anyMatch(u -> touched(u, seen));
    }
}
