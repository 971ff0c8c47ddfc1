package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Producer;
import org.qantara.mapping.run.Test;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Expr;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Pos;
import org.qantara.mapping.syntax.Value;

/** Compiles the right sides of rules. */
final class RuleCompiler {
    private final Findings findings;
    private final Expressions expressions;
    private final Assignments assignments;

    RuleCompiler(Env env, Expressions expressions) {
        this.findings = env.findings();
        this.expressions = expressions;
        this.assignments = new Assignments(env);
    }

    @Nullable
    Producer compile(Value value, Targets.Target target, MapScope scope) {
        if (value instanceof Value.None) {
            return Producer.NONE;
        }
        if (value instanceof Value.Constant constant) {
            return constant(constant, target);
        }
        if (value instanceof Value.Single single) {
            return single(single, target, scope);
        }
        if (value instanceof Value.FirstOf list) {
            return firstOf(list, target, scope);
        }
        return value instanceof Value.Switch choice ? choose(choice, target, scope) : null;
    }

    private @Nullable Producer constant(Value.Constant constant, Targets.Target target) {
        FhirElement element = target.element();
        if (element == null || !element.type().primitive()) {
            findings.error(
                    constant.pos(),
                    "TYPE",
                    "a text cannot be " + (element == null ? "an open choice" : "a " + element.type())
                            + "; write the parts, or concept(system, code, display)");
            return null;
        }
        return assignments.constantFits(constant.pos(), constant.value(), element)
                ? Producer.constant(target.place(null), constant.value())
                : null;
    }

    private @Nullable Producer single(Value.Single single, Targets.Target target, MapScope scope) {
        Expr expression = single.expression();
        Expr.Link link = expression instanceof Expr.Link l ? l : null;
        Typed typed = expressions.compile(link == null ? expression : link.base(), scope);
        Test when = single.when() == null ? null : expressions.condition(single.when(), scope);
        if (typed == null || (single.when() != null && when == null)) {
            return null;
        }
        Producer producer = assignments.assign(typed, link, target, scope);
        return producer == null || when == null ? producer : Producer.when(when, producer);
    }

    private @Nullable Producer firstOf(Value.FirstOf list, Targets.Target target, MapScope scope) {
        List<Producer> items = new ArrayList<>();
        Pos last = null;
        for (Value item : list.items()) {
            if (last != null) {
                findings.error(
                        item.pos(), "UNREACHABLE", "never reached: line " + last.line() + " always yields a value");
                last = null;
            }
            Producer producer = compile(item, target, scope);
            if (producer != null) {
                items.add(producer);
            }
            boolean always = item instanceof Value.Constant
                    || item instanceof Value.Single s && s.when() == null && s.expression() instanceof Expr.Text;
            last = always ? item.pos() : null;
        }
        return items.size() < list.items().size() ? null : Producer.firstOf(items);
    }

    private @Nullable Producer choose(Value.Switch choice, Targets.Target target, MapScope scope) {
        Typed subject = expressions.compile(choice.subject(), scope);
        Text text = subject == null ? null : expressions.text(subject, "switch");
        boolean typing = typesAField(choice.subject(), scope);
        Map<String, Producer> cases = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        boolean whole = text != null;
        for (Value.Case one : choice.cases()) {
            List<SourceType> types = new ArrayList<>();
            for (String label : one.labels()) {
                if (!seen.add(label)) {
                    findings.error(one.pos(), "UNREACHABLE-CASE", "the case '" + label + "' was written before");
                }
                SourceType type = typing ? scope.schema().type(label) : null;
                if (type != null && !type.record()) {
                    types.add(type);
                } else if (typing) {
                    findings.error(
                            one.pos(),
                            "UNKNOWN-TYPE",
                            "there is no data type " + label
                                    + Findings.suggestion(label, scope.schema().typeNames()));
                }
            }
            Producer producer = compile(one.value(), target, types.isEmpty() ? scope : scope.varying(types));
            whole &= producer != null;
            if (producer != null) {
                one.labels().forEach(label -> cases.put(label, producer));
            }
        }
        Producer otherwise = choice.otherwise() == null ? null : compile(choice.otherwise(), target, scope);
        return !whole || text == null || otherwise == null ? null : Producer.choose(text, cases, otherwise);
    }

    /** Whether the subject is OBX-2: its values are data types, which a varying field then has. */
    private static boolean typesAField(Expr subject, MapScope scope) {
        return subject instanceof Expr.Path path
                && path.field() == 2
                && scope.schema().name().equals("hl7v2")
                && scope.ofRecords()
                && scope.sources().get(0).get(0).parts().stream()
                        .anyMatch(p -> p.type().equals("UNKNOWN") || p.type().equals("VARIES"));
    }
}
