package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Owns;
import org.qantara.mapping.run.Address;
import org.qantara.mapping.run.MapPlan;
import org.qantara.mapping.run.MessagePlan;
import org.qantara.mapping.run.MessagePlan.Binding;
import org.qantara.mapping.run.MessagePlan.Step;
import org.qantara.mapping.run.RuleRef;
import org.qantara.mapping.run.Test;
import org.qantara.mapping.schema.FhirType;
import org.qantara.mapping.schema.GroupType;
import org.qantara.mapping.schema.SourceSchema;
import org.qantara.mapping.source.Structure;
import org.qantara.mapping.syntax.Condition;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Pos;
import org.qantara.mapping.syntax.Tree;

/** Compiles a message map: where segments stand in the structure, what is made of them and what the makers need. */
final class MessageCompiler {
    private final Env env;
    private final Findings findings;
    private final Tree.MapDoc doc;
    private final SourceSchema schema;
    private final Places places;
    private final Map<String, String> types = new HashMap<>();

    private MessageCompiler(Env env, Tree.MapDoc doc, SourceSchema schema) {
        this.env = env;
        this.findings = env.findings();
        this.doc = doc;
        this.schema = schema;
        this.places = new Places(findings, schema);
    }

    /** The plan of a message map; null when its source is unknown, which is reported. */
    static @Nullable MessagePlan compile(Env env, Tree.MapDoc doc) {
        SourceSchema schema = new Scopes(env).schema(doc);
        if (schema == null) {
            return null;
        }
        Tree.Word source = doc.sources().get(0).get(0);
        GroupType structure = schema.structure(Scopes.bare(source.text()));
        if (structure == null) {
            env.findings()
                    .error(
                            source.pos(),
                            "UNKNOWN-STRUCTURE",
                            "there is no message structure " + source.text() + " in " + schema.name() + " "
                                    + env.version(schema));
            return null;
        }
        MessageCompiler compiler = new MessageCompiler(env, doc, schema);
        if (doc.make().isEmpty()) {
            env.findings().error(doc.pos(), "NOTHING-MADE", "'" + doc.name() + "' makes nothing; write 'make:'");
        }
        List<Step> steps = compiler.steps(doc.make(), List.of(structure));
        List<Step> provenance = compiler.steps(doc.provenance(), List.of(structure));
        return new MessagePlan(doc.name(), new Structure(structure), steps, provenance);
    }

    private List<Step> steps(List<Tree.Make> items, List<GroupType> around) {
        List<Step> steps = new ArrayList<>();
        for (Tree.Make item : items) {
            Step step = item instanceof Tree.Make.Resource resource
                    ? resource(resource, around)
                    : item instanceof Tree.Make.Group group ? group(group, around) : link((Tree.Make.Link) item);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private @Nullable Step group(Tree.Make.Group group, List<GroupType> around) {
        List<GroupType> inner = new ArrayList<>(around);
        int[] way = places.groups(group.path(), inner);
        return way == null ? null : MessagePlan.group(way, steps(group.items(), inner));
    }

    private @Nullable Step resource(Tree.Make.Resource make, List<GroupType> around) {
        List<Address> sources = new ArrayList<>();
        List<String> records = new ArrayList<>();
        List<GroupType> stand = around;
        for (Tree.Word source : make.sources()) {
            List<GroupType> inner = new ArrayList<>(around);
            Places.Found found = places.record(source, inner, make.sources().size() > 1);
            if (found == null) {
                return null;
            }
            stand = sources.isEmpty() ? inner : stand;
            sources.add(found.address());
            records.add(found.record());
        }
        Tree.MapDoc map = map(make, String.join(",", records));
        MapPlan plan = map == null ? null : env.plan(map);
        if (map == null || plan == null) {
            return null;
        }
        if (plan.type().kind() != FhirType.Kind.RESOURCE) {
            findings.error(make.type().pos(), "TYPE", plan.type() + " is no resource; link it from a rule instead");
            return null;
        }
        List<Binding> bindings = bindings(map, make, stand);
        Test when = make.when() == null ? null : condition(make.when(), map);
        String shown = String.join(", ", records) + " -> " + make.type().text();
        RuleRef rule = new RuleRef(make.pos(), doc.name(), shown, doc.layer(), make.rows());
        if (make.into() != null || map.part()) {
            return part(make, map)
                    ? MessagePlan.part(plan, sources, bindings, into(make), when, make.otherwise(), rule)
                    : null;
        }
        if (make.variable() != null) {
            String before = types.put(make.variable(), plan.type().name());
            if (before != null && !before.equals(plan.type().name())) {
                findings.error(make.pos(), "DUPLICATE", "$" + make.variable() + " already names a " + before);
            }
        }
        Owns owns = make.owns() == null ? null : Scopes.owns(make.owns(), findings);
        return MessagePlan.resource(
                plan, sources, bindings, make.variable(), owns, make.known(), when, make.otherwise(), rule);
    }

    private static String into(Tree.Make.Resource make) {
        return make.into() == null ? "" : make.into().text();
    }

    /** Whether a line adds to a resource as its map says; reports when not. */
    private boolean part(Tree.Make.Resource make, Tree.MapDoc map) {
        String type = types.get(into(make));
        String problem = null;
        if (make.into() == null) {
            problem = map.name() + " has 'key: none' and adds to a resource; write '-> " + map.type() + " into $name'";
        } else if (!map.part()) {
            problem = map.name() + " makes a resource of its own; only a map with 'key: none' adds to $" + into(make);
        } else if (make.variable() != null || make.owns() != null) {
            problem = "$" + into(make) + " has its name and ownership from the line that made it";
        } else if (!map.type().equals(type)) {
            problem = type == null
                    ? "$" + into(make) + " is not made before this line"
                            + Findings.suggestion(into(make), types.keySet())
                    : "$" + into(make) + " is a " + type + ", not a " + map.type();
        }
        if (problem != null) {
            findings.error(make.pos(), "INTO", problem);
        }
        return problem == null;
    }

    private Tree.@Nullable MapDoc map(Tree.Make.Resource make, String records) {
        List<Tree.MapDoc> found = env.candidates(schema, records, make.type().text());
        if (found.size() == 1) {
            return found.get(0);
        }
        findings.error(
                make.type().pos(),
                found.isEmpty() ? "NO-MAP" : "TWO-MAPS",
                found.isEmpty()
                        ? "there is no map " + records + " -> " + make.type().text()
                                + suggestion(make.type().text())
                        : "several maps lead from " + records + " to "
                                + make.type().text());
        return null;
    }

    private String suggestion(String type) {
        return env.shared().fhir().type(type) == null
                ? Findings.suggestion(type, env.shared().fhirNames())
                : "";
    }

    private @Nullable Test condition(Condition when, Tree.MapDoc map) {
        MapScope scope = new Scopes(env).of(map);
        return scope == null ? null : new Expressions(env).condition(when, scope);
    }

    private List<Binding> bindings(Tree.MapDoc map, Tree.Make.Resource make, List<GroupType> stand) {
        List<Binding> bindings = new ArrayList<>();
        MapScope scope = new Scopes(env).of(map);
        if (scope == null) {
            return bindings;
        }
        for (MapScope.Variable variable : scope.variables().values()) {
            bindings.add(binding(variable, make.pos(), stand));
        }
        return bindings;
    }

    private Binding binding(MapScope.Variable variable, Pos pos, List<GroupType> stand) {
        boolean needed = !variable.with().optional();
        String name = variable.with().variable();
        if (variable.record() != null) {
            Address address = places.nearest(variable.record().name(), stand);
            if (address == null && needed && !variable.repeats()) {
                findings.error(
                        pos,
                        "NOT-IN-STRUCTURE",
                        "$" + name + " needs a segment " + variable.record().name() + ", which "
                                + doc.sources().get(0).get(0).text() + " does not have here");
            }
            return new Binding(address, null, needed && !variable.repeats());
        }
        String type = types.get(name);
        if (type == null && needed) {
            findings.error(
                    pos,
                    "UNKNOWN-VARIABLE",
                    "$" + name + " must be made before this line: ... -> " + variable.resource() + " as $" + name
                            + Findings.suggestion(name, types.keySet()));
        } else if (type != null && !type.equals(variable.resource())) {
            findings.error(
                    pos, "TYPE", "$" + name + " is a " + type + " here, but the map needs a " + variable.resource());
        }
        return new Binding(null, name, needed);
    }

    private @Nullable Step link(Tree.Make.Link link) {
        String from = link.from() == null ? "Resource" : types.get(link.from());
        String to = types.get(link.to());
        if (from == null || to == null) {
            String missing = from == null ? String.valueOf(link.from()) : link.to();
            findings.error(
                    link.pos(),
                    "UNKNOWN-VARIABLE",
                    "$" + missing + " is not made before this line" + Findings.suggestion(missing, types.keySet()));
            return null;
        }
        FhirType type = env.shared().fhir().type(to);
        Targets.Target target = type == null ? null : new Targets(env.shared()).resolve(link.target(), type);
        if (target == null || target.element() == null) {
            return null;
        }
        List<String> allowed = target.element().targets();
        if (!target.element().type().name().equals("Reference")
                || !(allowed.contains(from) || allowed.contains("Resource"))) {
            findings.error(link.target().pos(), "TYPE", to + "." + link.target() + " does not refer to a " + from);
            return null;
        }
        RuleRef rule = new RuleRef(link.pos(), doc.name(), link.target().toString(), doc.layer(), link.rows());
        return link.from() == null
                ? MessagePlan.all(link.to(), target.place(null), rule)
                : MessagePlan.link(link.from(), link.to(), target.place(null), rule);
    }
}
