package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Test;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.syntax.Condition;
import org.qantara.mapping.syntax.Expr;
import org.qantara.mapping.syntax.Findings;

/** Compiles what stands behind {@code when} and {@code where}; a condition with an error gives null, and the error is in the findings. */
final class Conditions {
    private final Expressions expressions;
    private final Findings findings;

    Conditions(Expressions expressions, Findings findings) {
        this.expressions = expressions;
        this.findings = findings;
    }

    /** The text for a comparison: of a composite the first component. */
    private @Nullable Text comparable(Expr expr, MapScope scope) {
        Typed typed = expressions.compile(expr, scope);
        return typed == null ? null : expressions.text(typed, "a comparison");
    }

    @Nullable
    Test compile(Condition condition, MapScope scope) {
        if (condition instanceof Condition.And and) {
            Test[] items = all(and.items(), scope);
            return items == null ? null : Test.all(items);
        }
        if (condition instanceof Condition.Or or) {
            Test[] items = all(or.items(), scope);
            return items == null ? null : Test.any(items);
        }
        if (condition instanceof Condition.Not not) {
            Test item = compile(not.item(), scope);
            return item == null ? null : Test.not(item);
        }
        if (condition instanceof Condition.Valued valued) {
            return valued(expressions.compile(valued.item(), scope));
        }
        if (condition instanceof Condition.In in) {
            return in(in, scope);
        }
        return condition instanceof Condition.Compare compare ? compare(compare, scope) : null;
    }

    private Test @Nullable [] all(List<Condition> conditions, MapScope scope) {
        List<Test> tests = new ArrayList<>();
        for (Condition condition : conditions) {
            Test test = compile(condition, scope);
            if (test != null) {
                tests.add(test);
            }
        }
        return tests.size() == conditions.size() ? tests.toArray(new Test[0]) : null;
    }

    private static @Nullable Test valued(@Nullable Typed item) {
        if (item instanceof Typed.Positions positions) {
            return Test.valued(positions.nodes());
        }
        if (item instanceof Typed.Words words) {
            return Test.valued(words.text());
        }
        if (item instanceof Typed.Resource resource) {
            return Test.bound(resource.variable());
        }
        return item instanceof Typed.Records records ? Test.bound(records.variable()) : null;
    }

    private @Nullable Test in(Condition.In in, MapScope scope) {
        Text left = comparable(in.left(), scope);
        Set<String> values = new LinkedHashSet<>();
        for (Expr item : in.items()) {
            if (item instanceof Expr.Text text) {
                if (!values.add(text.value())) {
                    findings.error(item.pos(), "DUPLICATE-VALUE", "'" + text.value() + "' is in the list twice");
                }
            } else {
                findings.error(item.pos(), "BAD-EXPRESSION", "in (...) takes quoted texts");
            }
        }
        return left == null ? null : Test.in(left, Set.copyOf(values));
    }

    private @Nullable Test compare(Condition.Compare compare, MapScope scope) {
        if (compare.operator().equals("matches")) {
            Typed left = expressions.compile(compare.left(), scope);
            Typed right = expressions.compile(compare.right(), scope);
            Text text = right == null ? null : expressions.text(right, "matches");
            if (!(left instanceof Typed.Positions positions)) {
                if (left != null) {
                    findings.error(compare.pos(), "TYPE", "matches compares a field of an authority (HD) with a text");
                }
                return null;
            }
            return text == null ? null : Test.matches(positions.nodes(), text);
        }
        Text left = comparable(compare.left(), scope);
        Text right = comparable(compare.right(), scope);
        if (left == null || right == null) {
            return null;
        }
        return switch (compare.operator()) {
            case "=" -> Test.equal(left, right);
            case "!=" -> Test.not(Test.equal(left, right));
            default -> Test.compare(left, compare.operator(), right);
        };
    }
}
