package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Call;
import org.qantara.mapping.run.MapPlan;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Pos;
import org.qantara.mapping.syntax.Tree;

/** Finds the map that leads from what an expression yields to a type, and how to call it. */
final class Linking {
    private final Env env;
    private final Findings findings;

    Linking(Env env) {
        this.env = env;
        this.findings = env.findings();
    }

    /** The maps from what an expression yields, trying every type that a varying field may have. */
    List<Tree.MapDoc> candidates(Typed typed, String target, MapScope scope) {
        if (typed instanceof Typed.Several several) {
            return tupleMaps(several, target, scope);
        }
        if (!(typed instanceof Typed.Positions positions)) {
            return env.candidates(scope.schema(), Typed.sourceName(typed), target);
        }
        List<Tree.MapDoc> found = List.of();
        for (SourceType source : positions.types()) {
            found = found.isEmpty() ? env.candidates(scope.schema(), source.name(), target) : found;
        }
        return found;
    }

    /** The maps of a tuple, trying every type that a varying field may have. */
    private List<Tree.MapDoc> tupleMaps(Typed.Several several, String type, MapScope scope) {
        List<String> names = List.of("");
        for (Typed item : several.items()) {
            List<SourceType> types = item instanceof Typed.Positions positions
                    ? positions.types()
                    : List.of(((Typed.Whole) item).type());
            List<String> longer = new ArrayList<>();
            for (String name : names) {
                for (SourceType source : types) {
                    longer.add(name.isEmpty() ? source.name() : name + "," + source.name());
                }
            }
            names = longer;
        }
        for (String name : names) {
            List<Tree.MapDoc> found = env.candidates(scope.schema(), name, type);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** How to call the only map that was found; reports none, several, and variables that the caller does not have. */
    @Nullable
    Call only(List<Tree.MapDoc> found, Pos pos, String source, String target, MapScope scope) {
        if (found.isEmpty()) {
            findings.error(
                    pos,
                    "NO-MAP",
                    "there is no map " + source + " -> " + target + "; write one, or choose a part of the source");
            return null;
        }
        if (found.size() > 1) {
            String places = String.join(
                    ", ", found.stream().map(m -> m.pos().toString()).toList());
            findings.error(
                    pos,
                    "TWO-MAPS",
                    "several maps lead from " + source + " to " + target + ": " + places
                            + "; choose with '-> Type' or remove one");
            return null;
        }
        Tree.MapDoc map = found.get(0);
        int[] variables = new int[map.with().size()];
        for (int i = 0; i < variables.length; i++) {
            Tree.With with = map.with().get(i);
            MapScope.Variable own = scope.variables().get(with.variable());
            boolean same =
                    own != null && own.with().type().text().equals(with.type().text());
            if (!same && !with.optional()) {
                findings.error(
                        pos,
                        "NEEDS-VARIABLES",
                        "the map " + map.name() + " needs $" + with.variable() + ": "
                                + with.type().text()
                                + "; declare it under 'with:' here too, or make its resource in the message map");
                return null;
            }
            variables[i] = own != null && same ? own.index() : -1;
        }
        MapPlan plan = env.plan(map);
        return plan == null ? null : new Call(plan, map.sources().size(), variables);
    }

    /** The sources of a call with a tuple or a whole record; null for anything else. */
    static Call.Source @Nullable [] sources(Typed typed) {
        if (typed instanceof Typed.Whole whole) {
            return new Call.Source[] {new Call.Source(null, whole.source())};
        }
        if (!(typed instanceof Typed.Several several)) {
            return null;
        }
        Call.Source[] sources = new Call.Source[several.items().size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = several.items().get(i) instanceof Typed.Positions positions
                    ? new Call.Source(positions.nodes(), 0)
                    : new Call.Source(null, ((Typed.Whole) several.items().get(i)).source());
        }
        return sources;
    }
}
