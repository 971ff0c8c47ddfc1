package org.qantara.dpp.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A search parameter's expression that only walks down named elements, which is most of them: {@code Observation.code}, {@code Resource.meta.profile},
 * {@code (Condition.onset as dateTime)}, {@code Encounter.subject.where(resolve() is Patient)}.
 *
 * @param type resource type that the path begins with, {@code Resource} for any
 * @param steps element names below it, with the hash that the model's generated code switches on
 * @param choice data type that the last element must have, or null
 * @param target resource type that a reference must point at, or null
 */
record PlainPath(String type, List<Step> steps, @Nullable String choice, @Nullable String target) {

    record Step(String name, int hash) {}

    private static final Pattern FORM = Pattern.compile("\\(?([A-Z][A-Za-z]+)\\.([a-z][A-Za-z]*(?:\\.[a-z][A-Za-z]*)*)"
            + "(?: as ([A-Za-z]+)\\)|\\.as\\(([A-Za-z]+)\\)|\\.ofType\\(([A-Za-z]+)\\))?"
            + "(?:\\.where\\(resolve\\(\\) is ([A-Za-z]+)\\))?\\)?");

    /** Empty when the expression needs a FHIRPath engine. */
    static Optional<PlainPath> compile(String expression) {
        Matcher form = FORM.matcher(expression.trim());
        // the model gives an id with its type, FHIRPath without
        if (!form.matches() || form.group(2).equals("id")) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        for (String name : form.group(2).split("\\.", -1)) {
            steps.add(new Step(name, name.hashCode()));
        }
        String choice = form.group(3) != null ? form.group(3) : form.group(4) != null ? form.group(4) : form.group(5);
        return Optional.of(new PlainPath(form.group(1), List.copyOf(steps), choice, form.group(6)));
    }

    /** The values in {@code resource}, or empty when this resource needs the FHIRPath engine after all. */
    Optional<List<Base>> values(Base resource) {
        if (!type.equals("Resource") && !resource.fhirType().equals(type)) {
            return Optional.empty();
        }
        List<Base> values = List.of(resource);
        for (Step step : steps) {
            values = below(values, step);
        }
        List<Base> kept = new ArrayList<>(values.size());
        for (Base value : values) {
            if (choice != null && !value.fhirType().equals(choice)) {
                if (value instanceof Quantity) {
                    return Optional.empty();
                }
                continue;
            }
            if (target != null) {
                @Nullable String found = value instanceof Reference reference ? targetType(reference) : null;
                if (found == null) {
                    return Optional.empty();
                }
                if (!found.equals(target)) {
                    continue;
                }
            }
            kept.add(value);
        }
        return Optional.of(kept);
    }

    private static List<Base> below(List<Base> parents, Step step) {
        List<Base> children = new ArrayList<>(parents.size());
        for (Base parent : parents) {
            Base @Nullable [] properties = parent.getProperty(step.hash, step.name, false);
            if (properties != null) {
                for (@Nullable Base property : properties) {
                    if (property != null && !property.isEmpty()) {
                        children.add(property);
                    }
                }
            }
        }
        return children;
    }

    private static @Nullable String targetType(Reference reference) {
        return reference.getResource() != null
                ? reference.getResource().fhirType()
                : reference.getReferenceElement().getResourceType();
    }
}
