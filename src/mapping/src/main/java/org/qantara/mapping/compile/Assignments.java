package org.qantara.mapping.compile;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Facility;
import org.qantara.mapping.run.Call;
import org.qantara.mapping.run.Conversion;
import org.qantara.mapping.run.Links;
import org.qantara.mapping.run.Nodes;
import org.qantara.mapping.run.Place;
import org.qantara.mapping.run.Producer;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Expr;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Pos;
import org.qantara.mapping.syntax.Tree;

/** Decides how a value of a source type becomes an element of a FHIR type: converted, mapped, referred to or not at all. */
final class Assignments {
    private static final Set<String> TIMES = Set.of("TS", "DTM", "DT", "DA", "TM", "YEAR");
    private static final Set<String> FHIR_TIMES = Set.of("date", "dateTime", "instant", "time");
    private static final Set<String> FHIR_NUMBERS = Set.of("decimal", "integer", "positiveInt", "unsignedInt");
    private static final Facility NOWHERE = new Facility("CHECK", null, ZoneOffset.UTC, Facility.NumbersRestart.NEVER);
    private final Env env;
    private final Findings findings;
    private final Linking links;

    Assignments(Env env) {
        this.env = env;
        this.findings = env.findings();
        this.links = new Linking(env);
    }

    @Nullable
    Producer assign(Typed typed, Expr.@Nullable Link link, Targets.Target target, MapScope scope) {
        FhirElement element = target.element();
        if (element == null) {
            element = link == null ? inferred(typed, target) : target.form(link.typeName());
            if (element == null) {
                String forms = String.join(
                        ", ", target.choice().stream().map(e -> e.type().name()).toList());
                findings.error(
                        link == null ? typed.pos() : link.pos(),
                        "TYPE",
                        (link == null ? "the choice needs '-> Type'" : "the choice has no form " + link.type())
                                + ", expected one of " + forms);
                return null;
            }
        }
        Place place = target.place(element);
        FhirType type = element.type();
        if (type.name().equals("Reference")) {
            return reference(typed, link, target, place, element, scope);
        }
        if (link != null && !link.typeName().equals(type.name())) {
            findings.error(link.pos(), "TYPE", "the element is a " + type + ", not a " + link.type());
            return null;
        }
        return type.primitive()
                ? primitive(typed, target, place, element, scope)
                : complex(typed, link, target, place, element, scope);
    }

    /** The only form of a choice that a constant code or a resource can be. */
    private static @Nullable FhirElement inferred(Typed typed, Targets.Target target) {
        return typed instanceof Typed.Concept
                ? target.form("CodeableConcept")
                : typed instanceof Typed.Resource ? target.form("Reference") : null;
    }

    private boolean repeatsWrongly(Typed typed, Targets.Target target) {
        boolean repeats =
                typed instanceof Typed.Positions p ? p.repeats() : typed instanceof Typed.Records r && r.repeats();
        if (repeats && !target.each()) {
            findings.error(
                    typed.pos(),
                    "REPEATS",
                    "the source may repeat, but '" + target.path()
                            + "' takes one value; choose with first(), last(), only() or where, or write []");
            return true;
        }
        return false;
    }

    private @Nullable Producer primitive(
            Typed typed, Targets.Target target, Place place, FhirElement element, MapScope scope) {
        String name = element.type().name();
        if (typed instanceof Typed.Words words) {
            if (words.constant() != null && !constantFits(words.pos(), words.constant(), element)) {
                return null;
            }
            if (closed(element) && words.constant() == null) {
                if (words.table() == null) {
                    needsTable(words.pos(), element);
                    return null;
                }
                Tables.checkBinding(words.table(), String.valueOf(element.valueSet()), words.pos(), env.shared());
            }
            Conversion conversion = words.constant() != null ? (t, f) -> t : Conversion.to(name);
            return Producer.text(place, words.text(), conversion, true);
        }
        if (typed instanceof Typed.Several several
                && FHIR_TIMES.contains(name)
                && several.items().size() == 2
                && several.items().get(0) instanceof Typed.Positions day
                && several.items().get(1) instanceof Typed.Positions hour) {
            Text date = Text.at(day.nodes(), false);
            Text time = Text.at(hour.nodes(), false);
            Text both = org.qantara.mapping.run.TextFunction.joined(date, time);
            return Producer.text(place, both, Conversion.to(name), true);
        }
        if (!(typed instanceof Typed.Positions positions)) {
            findings.error(typed.pos(), "TYPE", "this cannot be a " + name);
            return null;
        }
        if (repeatsWrongly(typed, target) || !fits(positions, element, scope)) {
            return null;
        }
        SourceType type = positions.type();
        Conversion conversion = Conversion.to(name);
        return target.each()
                ? Producer.texts(place, positions.nodes(), type.wholeText(), conversion)
                : Producer.text(place, Text.at(positions.nodes(), type.wholeText()), conversion, true);
    }

    /** Whether only the codes of a known list are allowed. */
    private boolean closed(FhirElement element) {
        return element.valueSet() != null && env.shared().codes().members(element.valueSet()) != null;
    }

    private void needsTable(Pos pos, FhirElement element) {
        findings.error(
                pos,
                "BINDING",
                element.name() + " takes only codes of " + element.valueSet() + "; translate with | code(Table)");
    }

    private boolean fits(Typed.Positions positions, FhirElement element, MapScope scope) {
        SourceType type = positions.type();
        String name = element.type().name();
        String problem = null;
        if (closed(element)) {
            needsTable(positions.pos(), element);
            return false;
        }
        boolean time = TIMES.contains(type.name());
        boolean hl7 = scope.schema().name().equals("hl7v2");
        if (!type.primitive() && !env.isTime(type)) {
            problem = "has components; choose one, for example ."
                    + type.parts().get(0).number();
        } else if (type.varies()) {
            problem = "may be of any type; use switch: OBX-2 or text()";
        } else if (FHIR_TIMES.contains(name)
                && !time
                && !type.name().equals("ST")
                && !scope.schema().name().equals("astm")) {
            problem = "is no time";
        } else if (time && !FHIR_TIMES.contains(name)) {
            problem = "is a time; use text() to keep its digits";
        } else if (FHIR_NUMBERS.contains(name)
                && (time || hl7 && (type.name().equals("ID") || type.name().equals("IS")))) {
            problem = "is no number";
        } else if (name.equals("boolean")
                && (time || type.name().equals("NM") || type.name().equals("SI"))) {
            problem = "is no yes or no";
        }
        if (problem != null) {
            findings.error(
                    positions.pos(), "TYPE", "the type " + type.name() + " cannot be a " + name + ": it " + problem);
        }
        return problem == null;
    }

    /** Whether a constant is a value of a primitive element; reports when not. */
    boolean constantFits(Pos pos, String value, FhirElement element) {
        String type = element.type().name();
        boolean time = FHIR_TIMES.contains(type);
        String digits = time ? value.replaceAll("[-:T]", "") : value;
        if (value.isEmpty() || (Conversion.to(type).convert(digits, NOWHERE) == null)) {
            findings.error(pos, "TYPE", "'" + value + "' is no value of type " + type);
            return false;
        }
        if (element.valueSet() != null) {
            Tables.checkConstant(value, element.valueSet(), pos, env.shared());
        }
        return true;
    }

    private @Nullable Producer reference(
            Typed typed,
            Expr.@Nullable Link link,
            Targets.Target target,
            Place place,
            FhirElement element,
            MapScope scope) {
        if (typed instanceof Typed.Resource resource) {
            if (!element.targets().isEmpty()
                    && !element.targets().contains(resource.type())
                    && !element.targets().contains("Resource")) {
                findings.error(
                        resource.pos(),
                        "TYPE",
                        element.name() + " refers to " + String.join(", ", element.targets()) + ", not to a "
                                + resource.type());
                return null;
            }
            return Producer.object(place, Links.variable(resource.variable()));
        }
        if (repeatsWrongly(typed, target)) {
            return null;
        }
        if (link != null && link.typeName().equals("Reference")) {
            return complex(typed, link, target, place, element, scope);
        }
        List<String> targets = link != null ? List.of(link.type()) : element.targets();
        if (link != null
                && !element.targets().isEmpty()
                && !element.targets().contains(link.typeName())
                && !element.targets().contains("Resource")) {
            findings.error(
                    link.pos(),
                    "TYPE",
                    element.name() + " refers to " + String.join(", ", element.targets()) + ", not to a "
                            + link.type());
            return null;
        }
        List<Tree.MapDoc> found = new ArrayList<>();
        String source = Typed.sourceName(typed);
        for (String resource : targets) {
            found.addAll(links.candidates(typed, resource, scope));
        }
        Call call = links.only(found, typed.pos(), source, String.join(" or ", targets), scope);
        if (call == null) {
            return null;
        }
        if (typed instanceof Typed.Records records) {
            return Links.recordResources(place, records.variable(), call);
        }
        if (typed instanceof Typed.Positions positions) {
            return positions(target, place, positions.nodes(), Links.resource(call));
        }
        Call.Source[] sources = Linking.sources(typed);
        if (sources == null) {
            findings.error(typed.pos(), "TYPE", "this cannot be a reference");
            return null;
        }
        return Producer.object(place, Links.tupleResource(call, sources));
    }

    private static Producer positions(Targets.Target target, Place place, Nodes nodes, Producer.NodeBuilder builder) {
        return target.each()
                ? Producer.objects(place, nodes, builder)
                : Producer.object(place, Links.first(nodes, builder));
    }

    private @Nullable Producer complex(
            Typed typed,
            Expr.@Nullable Link link,
            Targets.Target target,
            Place place,
            FhirElement element,
            MapScope scope) {
        String type = element.type().name();
        String wanted = link == null ? type : link.type();
        if (typed instanceof Typed.Concept concept) {
            if (!type.equals("CodeableConcept") && !type.equals("Coding")) {
                findings.error(concept.pos(), "TYPE", "concept() is a CodeableConcept or a Coding, not a " + type);
                return null;
            }
            if (element.valueSet() != null) {
                Tables.checkConstant(concept.code(), element.valueSet(), concept.pos(), env.shared());
            }
            return Producer.object(
                    place,
                    Links.constantCode(
                            concept.system(), concept.code(), concept.display(), type.equals("CodeableConcept")));
        }
        if (repeatsWrongly(typed, target)) {
            return null;
        }
        if (typed instanceof Typed.Positions positions) {
            return link != null && link.table() != null
                    ? coded(positions, link, target, place, element, scope)
                    : linked(positions, target, place, wanted, scope);
        }
        Call call =
                links.only(links.candidates(typed, wanted, scope), typed.pos(), Typed.sourceName(typed), wanted, scope);
        Call.Source[] sources = Linking.sources(typed);
        if (call == null) {
            return null;
        }
        if (typed instanceof Typed.Records records) {
            return Links.records(place, records.variable(), call);
        }
        if (sources != null) {
            return Producer.object(place, Links.tuple(call, sources));
        }
        findings.error(typed.pos(), "TYPE", "this cannot be a " + type);
        return null;
    }

    private @Nullable Producer linked(
            Typed.Positions positions, Targets.Target target, Place place, String type, MapScope scope) {
        List<Tree.MapDoc> found = links.candidates(positions, type, scope);
        Call call = links.only(found, positions.pos(), positions.type().name(), type, scope);
        return call == null ? null : positions(target, place, positions.nodes(), Links.dataType(call));
    }

    private @Nullable Producer coded(
            Typed.Positions positions,
            Expr.Link link,
            Targets.Target target,
            Place place,
            FhirElement element,
            MapScope scope) {
        String type = element.type().name();
        TableEntry entry = env.table(String.valueOf(link.table()), link.pos());
        if (entry == null) {
            return null;
        }
        if (!type.equals("CodeableConcept") && !type.equals("Coding")) {
            findings.error(link.pos(), "TYPE", "a table makes a CodeableConcept or a Coding, not a " + type);
            return null;
        }
        if (element.valueSet() != null) {
            Tables.checkBinding(entry, element.valueSet(), link.pos(), env.shared());
        }
        List<Tree.MapDoc> found =
                env.candidates(scope.schema(), positions.type().name(), type);
        boolean own = element.valueSet() == null && !found.isEmpty();
        Call call = own ? links.only(found, positions.pos(), positions.type().name(), type, scope) : null;
        Text code = Text.at(Nodes.element(new int[0]), false);
        return positions(
                target,
                place,
                positions.nodes(),
                Links.coded(
                        entry.table(),
                        call,
                        code,
                        type.equals("CodeableConcept"),
                        positions.type().codeText(),
                        positions.type().codeSystem()));
    }
}
