package org.qantara.mapping.compile;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Nodes;
import org.qantara.mapping.run.Place;
import org.qantara.mapping.run.Producer;
import org.qantara.mapping.syntax.Expr;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.TargetPath;
import org.qantara.mapping.syntax.Tree;
import org.qantara.mapping.syntax.Value;

/**
 * The groups of one map: rules whose targets go through the same {@code participant[attending][]} meet in one instance per
 * repetition. The first rule's field says over which repetitions the group runs, and where that rule yields nothing there is no
 * instance; in all of them that field's path means the repetition that the group is at.
 */
final class Groups {
    private record Group(Nodes nodes, MapScope.Driver driver) {}

    private final Findings findings;
    private final Expressions expressions;
    private final RuleCompiler compiler;
    private final Map<String, Group> groups = new HashMap<>();

    Groups(Findings findings, Expressions expressions, RuleCompiler compiler) {
        this.findings = findings;
        this.expressions = expressions;
        this.compiler = compiler;
    }

    /** Compiles a rule, in its group when it has one. */
    @Nullable
    Producer compile(Tree.Rule rule, Targets.Target target, MapScope scope) {
        String name = name(target);
        if (name == null) {
            return compiler.compile(rule.value(), target, scope);
        }
        Group group = groups.get(name);
        boolean founds = group == null;
        if (group == null) {
            group = found(rule.value(), scope);
            if (group == null && target.steps().size() == 1) {
                return compiler.compile(rule.value(), target, scope); // one per record, or in a data type's map
            }
            if (group == null) {
                findings.error(
                        rule.pos(),
                        "BAD-TARGET",
                        "the first rule of " + name
                                + " must start from a field; it says which repetitions the group has");
                return null;
            }
            groups.put(name, group);
        }
        Targets.Target grouped = target.grouped();
        Producer inner = compiler.compile(rule.value(), grouped, scope.each(group.driver()));
        return inner == null
                ? null
                : Producer.each(group.nodes(), grouped.steps().get(0), founds, inner);
    }

    /** The group's name when the first step is one instance per repetition with a name. */
    private static @Nullable String name(Targets.Target target) {
        if (target.steps().isEmpty()) {
            return null; // an open choice at the top
        }
        Place.Step first = target.steps().get(0);
        TargetPath.Step written = target.path().steps().get(0);
        boolean named = first.slotName() != null && !first.element().type().primitive();
        return written.each() && named ? first.element().name() + "[" + first.slotName() + "][]" : null;
    }

    private @Nullable Group found(Value value, MapScope scope) {
        Value first = value;
        while (first instanceof Value.FirstOf || first instanceof Value.Switch) {
            first = first instanceof Value.FirstOf list
                    ? list.items().get(0)
                    : ((Value.Switch) first).cases().get(0).value();
        }
        Expr expression = first instanceof Value.Single single ? single.expression() : null;
        while (expression instanceof Expr.Link || expression instanceof Expr.Call || expression instanceof Expr.Tuple) {
            expression = expression instanceof Expr.Link link
                    ? link.base()
                    : expression instanceof Expr.Tuple tuple
                            ? tuple.items().get(0)
                            : ((Expr.Call) expression)
                                    .arguments().stream().findFirst().orElse(null);
        }
        Expr inner = expression instanceof Expr.Where where ? where.base() : expression;
        if (!(inner instanceof Expr.Path path) || path.field() == 0 || path.repetition() > 0) {
            return null;
        }
        Expr whole = new Expr.Path(path.pos(), path.variable(), path.head(), path.field(), 0, java.util.List.of());
        Typed typed = expressions.compile(expression instanceof Expr.Where ? expression : whole, scope);
        MapScope.Variable variable =
                path.variable() == null ? null : scope.variables().get(path.variable());
        int source = path.variable() == null ? scope.source(path.head()) : -1;
        return typed instanceof Typed.Positions positions
                ? new Group(
                        positions.nodes(),
                        new MapScope.Driver(source, variable == null ? -1 : variable.index(), path.field()))
                : null;
    }
}
