package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Owns;
import org.qantara.mapping.run.Key;
import org.qantara.mapping.run.MapPlan;
import org.qantara.mapping.run.Place;
import org.qantara.mapping.run.Producer;
import org.qantara.mapping.run.RuleRef;
import org.qantara.mapping.run.Test;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;
import org.qantara.mapping.syntax.Expr;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Tree;
import org.qantara.mapping.syntax.Value;

/** Compiles one map of records or data types into its plan. */
final class MapCompiler {
    private final Env env;
    private final Findings findings;
    private final Tree.MapDoc doc;
    private final MapPlan plan;
    private final Expressions expressions;

    MapCompiler(Env env, Tree.MapDoc doc, MapPlan plan) {
        this.env = env;
        this.findings = env.findings();
        this.doc = doc;
        this.plan = plan;
        this.expressions = new Expressions(env, new Repeated());
    }

    void compile() {
        MapScope scope = new Scopes(env).of(doc);
        if (scope == null) {
            return;
        }
        List<MapPlan.Rule> rules = new ArrayList<>();
        List<MapPlan.Removal> removals = new ArrayList<>();
        RuleCompiler compiler = new RuleCompiler(env, expressions);
        Groups groups = new Groups(findings, expressions, compiler);
        Targets targets = new Targets(env.shared());
        Map<FhirType, Set<String>> set = new LinkedHashMap<>();
        set.put(plan.type(), new HashSet<>());
        Map<String, Tree.Rule> choices = new HashMap<>();
        for (Tree.Rule rule : doc.rules()) {
            Targets.Target target = targets.resolve(rule.target(), plan.type());
            if (target == null) {
                continue;
            }
            remember(target, set);
            sameChoice(rule, target, choices);
            Producer producer = groups.compile(rule, target, scope);
            if (producer != null) {
                RuleRef ref = new RuleRef(rule.pos(), doc.name(), rule.target().toString(), rule.layer(), rule.rows());
                rules.add(new MapPlan.Rule(ref, producer));
                removal(rule, target, scope, removals);
            }
        }
        mandatory(set);
        plan.fill(rules, keys(scope), removals, owns());
        plan.joined(doc.joined());
        plan.gathered(gathered());
        plan.fills(fills());
    }

    /** The list of references without which the map's resource is nothing. */
    private @Nullable FhirElement gathered() {
        Tree.Word word = doc.gathers();
        if (word == null) {
            return null;
        }
        FhirElement element = plan.type().element(word.text());
        if (element == null || !element.repeats() || !element.type().name().equals("Reference")) {
            findings.error(
                    word.pos(),
                    "GATHERS",
                    "'" + word.text() + "' is no list of references of " + plan.type() + ", which 'gathers:' names");
            return null;
        }
        return element;
    }

    /** Two unconditional rules for two forms of one choice: the second never wins. */
    private void sameChoice(Tree.Rule rule, Targets.Target target, Map<String, Tree.Rule> choices) {
        FhirElement element = target.element();
        if (target.steps().size() != 1 || element == null || element.choice() == null) {
            return;
        }
        boolean conditional = rule.value() instanceof Value.Single single && single.when() != null;
        Tree.Rule first = choices.putIfAbsent(element.choice(), rule);
        if (first != null && !conditional && !(first.value() instanceof Value.Single s && s.when() != null)) {
            findings.warning(
                    rule.pos(),
                    "CHOICE",
                    "line " + first.pos().line() + " already sets " + element.choice()
                            + "[x]; where it does, this rule is skipped");
        }
    }

    private static void remember(Targets.Target target, Map<FhirType, Set<String>> set) {
        FhirType type = null;
        for (Place.Step step : target.steps()) {
            FhirElement element = step.element();
            FhirType owner = type == null ? set.keySet().iterator().next() : type;
            set.computeIfAbsent(owner, t -> new HashSet<>())
                    .add(element.choice() == null ? element.name() : element.choice());
            type = element.type();
            if (step.url() != null) {
                set.computeIfAbsent(type, t -> new HashSet<>()).add("url");
            }
        }
        if (!target.choice().isEmpty()) {
            FhirType owner = type == null ? set.keySet().iterator().next() : type;
            set.computeIfAbsent(owner, t -> new HashSet<>())
                    .add(String.valueOf(target.choice().get(0).choice()));
        }
    }

    private void mandatory(Map<FhirType, Set<String>> set) {
        if (doc.part()) {
            set.remove(plan.type());
        }
        set.forEach((type, names) -> {
            for (int[] slots : type.mandatory()) {
                FhirElement element = type.elements().get(slots[0]);
                String name = element.choice() == null ? element.name() : element.choice();
                if (!names.contains(name) && !type.primitive()) {
                    findings.error(
                            doc.pos(),
                            "MANDATORY",
                            "'" + doc.name() + "' never sets " + type + "." + name + ", which FHIR demands");
                }
            }
        });
    }

    private void removal(Tree.Rule rule, Targets.Target target, MapScope scope, List<MapPlan.Removal> removals) {
        boolean top = target.steps().size() == 1 && target.choice().isEmpty();
        if (!top || !(rule.value() instanceof Value.Single single) || !scope.ofRecords()) {
            return;
        }
        Expr expression = single.expression() instanceof Expr.Link link ? link.base() : single.expression();
        while (expression instanceof Expr.Call call && !call.arguments().isEmpty()) {
            expression = call.arguments().get(0);
        }
        if (expression instanceof Expr.Where where) {
            expression = where.base();
        }
        if (expression instanceof Expr.Path path
                && path.variable() == null
                && expressions.compile(path, scope) instanceof Typed.Positions positions) {
            removals.add(new MapPlan.Removal(target.steps().get(0).element(), positions.nodes()));
        }
    }

    private List<Key> keys(MapScope scope) {
        boolean resource = plan.type().kind() == FhirType.Kind.RESOURCE;
        if (resource && doc.keys().isEmpty() && !doc.part()) {
            findings.error(
                    doc.pos(),
                    "NO-KEY",
                    "'" + doc.name()
                            + "' needs 'key:', the business identifier that makes the id (or 'key: none', when it adds to "
                            + "a resource that another map makes)");
        }
        if (!resource && !doc.keys().isEmpty()) {
            findings.error(doc.keys().get(0).pos(), "KEY", "only a resource has a key; " + plan.type() + " is none");
        }
        List<Key> keys = new ArrayList<>();
        for (Value.Single key : doc.keys()) {
            Key compiled = key(key, scope);
            if (compiled != null) {
                keys.add(compiled);
            }
        }
        return keys;
    }

    private @Nullable Key key(Value.Single key, MapScope scope) {
        Expr expression = key.expression();
        String system = "urn:qantara:" + plan.type().name().toLowerCase(Locale.ROOT);
        boolean local = true;
        if (expression instanceof Expr.Call call
                && (call.name().equals("local") || call.name().equals("national"))
                && call.arguments().size() == 2
                && call.arguments().get(0) instanceof Expr.Text name) {
            system = name.value();
            local = call.name().equals("local");
            expression = call.arguments().get(1);
        }
        List<Expr> items = expression instanceof Expr.Tuple tuple ? tuple.items() : List.of(expression);
        List<Text> parts = new ArrayList<>();
        for (Expr item : items) {
            checkKeyPart(item, scope);
            Typed typed = expressions.compile(item, scope);
            if (typed instanceof Typed.Positions positions && positions.repeats()) {
                findings.error(
                        item.pos(), "REPEATS", "'" + item + "' may repeat; a key takes first(), only() or where");
                return null;
            }
            Text text = typed instanceof Typed.Resource resource
                    ? Key.idOf(resource.variable())
                    : expressions.text(typed, "a key");
            if (text == null) {
                return null;
            }
            parts.add(text);
        }
        Test when = key.when() == null ? null : expressions.condition(key.when(), scope);
        return new Key(system, local, parts.toArray(new Text[0]), when);
    }

    private void checkKeyPart(Expr item, MapScope scope) {
        if (!(item instanceof Expr.Path path)) {
            return;
        }
        boolean setId = path.field() == 1
                && path.steps().isEmpty()
                && !path.head().equals("MSH")
                && !path.head().equals("SPM")
                && expressions.compile(path, scope) instanceof Typed.Positions p
                && p.type().name().equals("SI");
        if (setId) {
            findings.warning(
                    path.pos(),
                    "KEY-ORDINAL",
                    "'" + path + "' is an ordinal of the message; a corrected message may number differently");
        }
        MapScope.Variable variable =
                path.variable() == null ? null : scope.variables().get(path.variable());
        boolean patient = "PID".equals(path.head()) || variable != null && "Patient".equals(variable.resource());
        if (patient && plan.type().name().equals("Observation")) {
            findings.error(
                    path.pos(),
                    "KEY",
                    "an Observation's key never contains the patient: a result sent for the wrong one must be found again");
        }
    }

    private List<String> fills() {
        if (doc.fills() == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String name : doc.fills().text().split("\\s*,\\s*")) {
            if (plan.type().element(name) == null) {
                findings.error(
                        doc.fills().pos(),
                        "UNKNOWN-ELEMENT",
                        "fills: " + plan.type() + " has no element '" + name + "'; expected names with commas");
            }
            names.add(name);
        }
        if (owns() != Owns.MERGE) {
            findings.error(doc.fills().pos(), "OWNS", "'fills:' belongs to 'owns: merge'");
        }
        return names;
    }

    private Owns owns() {
        Tree.Word owns = doc.owns();
        return owns == null ? Owns.REPLACE : Scopes.owns(owns, findings);
    }
}
