package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Nodes;
import org.qantara.mapping.run.Test;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.schema.SourcePart;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Condition;
import org.qantara.mapping.syntax.Expr;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Pos;

/** Types expressions and compiles them; an expression with an error gives null, and the error is in the findings. */
final class Expressions {
    private final Findings findings;
    private final Env env;
    private final Functions functions;
    private final Conditions conditions;
    private final @Nullable Repeated repeated;

    Expressions(Env env) {
        this(env, null);
    }

    /** @param repeated shares what stands several times in the map, or null where nothing is shared */
    Expressions(Env env, @Nullable Repeated repeated) {
        this.repeated = repeated;
        this.findings = env.findings();
        this.env = env;
        this.functions = new Functions(this, env);
        this.conditions = new Conditions(this, findings);
    }

    @Nullable
    Typed compile(Expr expr, MapScope scope) {
        if (expr instanceof Expr.Path path) {
            return path(path, scope);
        }
        if (expr instanceof Expr.Text text) {
            return new Typed.Words(text.pos(), Text.constant(text.value()), text.value(), null);
        }
        if (expr instanceof Expr.Call call) {
            Typed typed = functions.call(call, scope);
            return repeated != null && typed instanceof Typed.Words words && words.constant() == null
                    ? new Typed.Words(words.pos(), repeated.share(call, scope, words.text()), null, words.table())
                    : typed;
        }
        if (expr instanceof Expr.Where where) {
            return where(where, scope);
        }
        if (expr instanceof Expr.Select select) {
            return select(select, scope);
        }
        if (expr instanceof Expr.Coalesce coalesce) {
            return coalesce(coalesce, scope);
        }
        if (expr instanceof Expr.Tuple tuple) {
            return tuple(tuple, scope);
        }
        findings.error(expr.pos(), "BAD-EXPRESSION", "'-> Type' may only stand at the end of a rule");
        return null;
    }

    private @Nullable Typed path(Expr.Path path, MapScope scope) {
        if (path.variable() != null) {
            return variable(path, path.variable(), scope);
        }
        for (SourceType element : scope.elements()) {
            if (element.name().equals(path.head()) && path.field() == 0) {
                return down(path, element, path.steps(), scope, Nodes::element, false);
            }
        }
        int source = scope.source(path.head());
        if (source < 0) {
            return named(path, scope);
        }
        SourceType type = scope.sources().get(source).get(0);
        if (!type.record()) {
            return down(path, type, path.steps(), scope, steps -> Nodes.part(source, steps), false);
        }
        if (path.field() == 0 && path.steps().isEmpty() && path.repetition() == 0) {
            return new Typed.Whole(path.pos(), source, type);
        }
        return field(path, type, source, -1, false, scope);
    }

    /** A keyword or column without the name of its record. */
    private @Nullable Typed named(Expr.Path path, MapScope scope) {
        for (int i = 0; i < scope.sources().size(); i++) {
            SourceType type = scope.sources().get(i).get(0);
            SourcePart part =
                    type.record() && path.field() == 0 && !path.head().isEmpty() ? type.part(path.head()) : null;
            if (part != null && !scope.schema().name().equals("hl7v2")) {
                Expr.Path full =
                        new Expr.Path(path.pos(), null, type.name(), part.number(), path.repetition(), path.steps());
                return field(full, type, i, -1, false, scope);
            }
        }
        List<String> known = new ArrayList<>(scope.names());
        if (!scope.schema().name().equals("hl7v2")) {
            scope.sources().get(0).get(0).parts().forEach(p -> known.add(p.name()));
        }
        findings.error(
                path.pos(),
                "UNKNOWN-SOURCE",
                "'" + path + "' is not part of this map's source, expected a path that starts with "
                        + String.join(" or ", scope.names()) + Findings.suggestion(path.head(), known));
        return null;
    }

    private @Nullable Typed variable(Expr.Path path, String name, MapScope scope) {
        if (name.equals("facility")) {
            return switch (path.head()) {
                case "code" -> words(path.pos(), f -> functions.facility(f).code());
                case "authority" -> words(path.pos(), f -> functions.facility(f).authority());
                default -> {
                    findings.error(
                            path.pos(),
                            "UNKNOWN-VARIABLE",
                            "$facility has no '" + path.head() + "', expected code or authority");
                    yield null;
                }
            };
        }
        MapScope.Variable variable = scope.variables().get(name);
        if (variable == null) {
            findings.error(
                    path.pos(),
                    "UNKNOWN-VARIABLE",
                    "$" + name + " is not declared under 'with:'"
                            + Findings.suggestion(name, scope.variables().keySet()));
            return null;
        }
        if (variable.resource() != null) {
            if (!path.head().isEmpty()) {
                findings.error(
                        path.pos(),
                        "BAD-PATH",
                        "$" + name + " is a " + variable.resource() + "; only the whole of it can be referred to");
                return null;
            }
            return new Typed.Resource(path.pos(), variable.index(), variable.resource());
        }
        SourceType record = variable.record();
        if (record == null) {
            return null;
        }
        if (path.head().isEmpty()) {
            return new Typed.Records(path.pos(), variable.index(), record, variable.repeats());
        }
        if (!path.head().equals(record.name())) {
            findings.error(
                    path.pos(),
                    "UNKNOWN-SOURCE",
                    "$" + name + " is a " + record.name() + ", expected $" + name + "." + record.name() + "-...");
            return null;
        }
        return field(path, record, -1, variable.index(), variable.repeats(), scope);
    }

    private static Typed words(Pos pos, Text text) {
        return new Typed.Words(pos, text, null, null);
    }

    private interface Way {
        Nodes nodes(int[] steps);
    }

    private @Nullable Typed field(
            Expr.Path path, SourceType record, int source, int variable, boolean several, MapScope scope) {
        SourcePart part = path.field() == 0 ? null : record.part(String.valueOf(path.field()));
        if (part == null) {
            String hint = path.field() == 0
                    ? "a field number is missing, expected " + record.name() + "-1 to " + record.name() + "-"
                            + record.parts().size()
                    : "the segment " + record.name() + " has no field " + path.field() + " in version "
                            + env.version(scope.schema()) + ", its last is "
                            + record.parts().size();
            findings.error(path.pos(), "UNKNOWN-FIELD", "'" + path + "': " + hint);
            return null;
        }
        env.read(record.name(), part.number());
        SourceType type = env.sourceType(scope.schema(), part.type());
        MapScope.Driver own = new MapScope.Driver(source, variable, part.number());
        if (path.repetition() == 0 && own.equals(scope.driver())) {
            return down(path, type, path.steps(), scope, Nodes::current, false);
        }
        boolean repeats = several || (part.repeats() && path.repetition() == 0);
        return down(
                path,
                type,
                path.steps(),
                scope,
                steps -> Nodes.field(source, variable, part.number(), path.repetition(), steps),
                repeats);
    }

    private @Nullable Typed down(
            Expr.Path path, SourceType start, List<String> steps, MapScope scope, Way way, boolean repeats) {
        List<SourceType> types = start.varies() && !scope.varies().isEmpty() ? scope.varies() : List.of(start);
        int[] numbers = new int[steps.size()];
        for (int i = 0; i < numbers.length; i++) {
            SourceType type = types.get(0);
            SourcePart part = type.part(steps.get(i));
            if (part == null && !type.varies()) {
                String has = type.parts().isEmpty()
                        ? "is primitive and has no components"
                        : "has no component " + steps.get(i) + ", its last is "
                                + type.parts().size();
                findings.error(path.pos(), "UNKNOWN-COMPONENT", "'" + path + "': the type " + type.name() + " " + has);
                return null;
            }
            if (part == null) {
                numbers[i] = Character.isDigit(steps.get(i).charAt(0)) ? Integer.parseInt(steps.get(i)) : 1;
                types = List.of(type);
            } else {
                numbers[i] = part.number();
                types = List.of(env.sourceType(scope.schema(), part.type()));
            }
        }
        return new Typed.Positions(path.pos(), way.nodes(numbers), types, repeats);
    }

    private @Nullable Typed select(Expr.Select select, MapScope scope) {
        Typed base = compile(select.base(), scope);
        if (base == null) {
            return null;
        }
        if (!(base instanceof Typed.Positions positions)) {
            findings.error(
                    select.pos(),
                    "BAD-EXPRESSION",
                    "only a field has components; '." + String.join(".", select.steps()) + "' cannot follow here");
            return null;
        }
        Expr.Path shown = new Expr.Path(select.pos(), null, positions.type().name(), 0, 0, select.steps());
        return down(
                shown,
                positions.type(),
                select.steps(),
                scope,
                steps -> Nodes.select(positions.nodes(), steps),
                positions.repeats());
    }

    private @Nullable Typed where(Expr.Where where, MapScope scope) {
        Typed base = compile(where.base(), scope);
        if (base == null) {
            return null;
        }
        if (!(base instanceof Typed.Positions positions)) {
            findings.error(
                    where.pos(), "BAD-EXPRESSION", "where chooses among repetitions of a field; there are none here");
            return null;
        }
        Test test = condition(where.condition(), scope.element(positions.types()));
        return test == null
                ? null
                : new Typed.Positions(
                        where.pos(), Nodes.where(positions.nodes(), test), positions.types(), positions.repeats());
    }

    private @Nullable Typed coalesce(Expr.Coalesce coalesce, MapScope scope) {
        List<Typed> items = new ArrayList<>();
        for (Expr item : coalesce.items()) {
            Typed typed = compile(item, scope);
            if (typed == null) {
                return null;
            }
            items.add(typed);
        }
        boolean positions = items.stream().allMatch(t -> t instanceof Typed.Positions);
        if (positions) {
            List<Typed.Positions> all =
                    items.stream().map(t -> (Typed.Positions) t).toList();
            boolean alike = all.stream()
                    .allMatch(p -> p.type().name().equals(all.get(0).type().name()));
            if (alike) {
                return new Typed.Positions(
                        coalesce.pos(),
                        Nodes.coalesce(all.stream().map(Typed.Positions::nodes).toArray(Nodes[]::new)),
                        all.get(0).types(),
                        all.stream().anyMatch(Typed.Positions::repeats));
            }
        }
        List<Text> texts = new ArrayList<>();
        for (Typed item : items) {
            Text text = text(item, "??");
            if (text == null) {
                return null;
            }
            texts.add(text);
        }
        return words(coalesce.pos(), Text.coalesce(texts.toArray(new Text[0])));
    }

    private @Nullable Typed tuple(Expr.Tuple tuple, MapScope scope) {
        List<Typed> items = new ArrayList<>();
        for (Expr item : tuple.items()) {
            Typed typed = compile(item, scope);
            if (typed == null) {
                return null;
            }
            if (typed instanceof Typed.Whole) {
                items.add(typed);
                continue;
            }
            if (!(typed instanceof Typed.Positions positions)) {
                findings.error(
                        item.pos(), "BAD-EXPRESSION", "a tuple takes fields or records of the source, not texts");
                return null;
            }
            if (positions.repeats()) {
                findings.error(
                        item.pos(), "REPEATS", "'" + item + "' may repeat; choose with first(), last() or only()");
                return null;
            }
            items.add(positions);
        }
        return new Typed.Several(tuple.pos(), List.copyOf(items));
    }

    /** The text of an expression; reports and answers null when it has none. */
    @Nullable
    Text text(@Nullable Typed typed, String use) {
        if (typed instanceof Typed.Words words) {
            return words.text();
        }
        if (typed instanceof Typed.Positions positions) {
            SourceType type = positions.type();
            if (!type.primitive() && !env.isTime(type)) {
                findings.error(
                        positions.pos(),
                        "TYPE",
                        "the type " + type.name() + " has components and is no text for " + use
                                + "; choose one, for example ."
                                + type.parts().get(0).number());
                return null;
            }
            return Text.at(positions.nodes(), type.wholeText());
        }
        if (typed != null) {
            findings.error(typed.pos(), "TYPE", "a text is needed for " + use + ", this is a whole record or resource");
        }
        return null;
    }

    @Nullable
    Test condition(Condition condition, MapScope scope) {
        return conditions.compile(condition, scope);
    }
}
