package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Tree;

/** What names mean inside one map: its sources, its variables and, while a where or a case is compiled, more. */
final class MapScope {
    /** A variable: a record type or a resource type. */
    record Variable(
            int index, Tree.With with, @Nullable SourceType record, boolean repeats, @Nullable String resource) {}

    /** The field whose repetitions a group of rules runs over: of a source or of a variable. */
    record Driver(int source, int variable, int field) {}

    private final SourceSchema schema;
    private final List<List<SourceType>> sources;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final List<SourceType> elements;
    private final List<SourceType> varies;
    private final @Nullable Driver driver;

    MapScope(SourceSchema schema, List<List<SourceType>> sources) {
        this(schema, sources, Map.of(), List.of(), List.of(), null);
    }

    private MapScope(
            SourceSchema schema,
            List<List<SourceType>> sources,
            Map<String, Variable> variables,
            List<SourceType> elements,
            List<SourceType> varies,
            @Nullable Driver driver) {
        this.schema = schema;
        this.sources = sources;
        this.variables.putAll(variables);
        this.elements = elements;
        this.varies = varies;
        this.driver = driver;
    }

    /** The same with the repetition that a where looks at. */
    MapScope element(List<SourceType> types) {
        return new MapScope(schema, sources, variables, types, varies, driver);
    }

    /** The same with the types that a case gives to a varying field. */
    MapScope varying(List<SourceType> types) {
        return new MapScope(schema, sources, variables, elements, types, driver);
    }

    /** The same for one repetition at a time of a field: its path means that repetition. */
    MapScope each(Driver field) {
        return new MapScope(schema, sources, variables, elements, varies, field);
    }

    @Nullable
    Driver driver() {
        return driver;
    }

    SourceSchema schema() {
        return schema;
    }

    List<List<SourceType>> sources() {
        return sources;
    }

    boolean ofRecords() {
        return sources.get(0).get(0).record();
    }

    List<SourceType> elements() {
        return elements;
    }

    List<SourceType> varies() {
        return varies;
    }

    Map<String, Variable> variables() {
        return variables;
    }

    /** Position among the sources of the one with this name, or -1. */
    int source(String name) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).stream().anyMatch(t -> t.name().equals(name))) {
                return i;
            }
        }
        return -1;
    }

    /** Names that a path may start with, for suggestions. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        sources.forEach(s -> s.forEach(t -> names.add(t.name())));
        elements.forEach(t -> names.add(t.name()));
        return names;
    }
}
