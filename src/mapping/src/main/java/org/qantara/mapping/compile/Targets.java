package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Place;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.TargetPath;
import org.qantara.mapping.syntax.Tree;

/** Resolves the left sides of rules against FHIR's types. */
final class Targets {
    /**
     * A resolved left side.
     *
     * @param steps all steps; without the last one when it is an open choice
     * @param choice forms of an open {@code value[x]}; empty when the element is fixed
     * @param each whether every source repetition makes an instance
     */
    record Target(
            TargetPath path,
            List<Place.Step> steps,
            List<FhirElement> choice,
            boolean each,
            @Nullable FhirElement url) {
        /** The element, unless the choice is open. */
        @Nullable
        FhirElement element() {
            return choice.isEmpty() ? steps.get(steps.size() - 1).element() : null;
        }

        /** The place for the element, or for one form of an open choice. */
        Place place(@Nullable FhirElement form) {
            if (form == null || choice.isEmpty()) {
                return new Place(steps, url);
            }
            List<Place.Step> all = new ArrayList<>(steps);
            all.add(new Place.Step(form, Place.Mode.SINGLE, null, null));
            return new Place(all, url);
        }

        /** The same as part of a group, in which rules run once per repetition. */
        Target grouped() {
            List<Place.Step> all = new ArrayList<>(steps);
            Place.Step first = all.get(0);
            all.set(0, new Place.Step(first.element(), Place.Mode.EACH, first.slotName(), first.url()));
            return new Target(
                    path, List.copyOf(all), choice, each && path.steps().size() > 1, url);
        }

        /** The form of an open choice with a type, or null. */
        @Nullable
        FhirElement form(String type) {
            return choice.stream()
                    .filter(e -> e.type().name().equals(type))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final Findings findings;
    private final Shared shared;
    private final @Nullable FhirElement extensionUrl;

    Targets(Shared shared) {
        this.shared = shared;
        this.findings = shared.findings();
        FhirType extension = shared.fhir().type("Extension");
        this.extensionUrl = extension == null ? null : extension.element("url");
    }

    @Nullable
    Target resolve(TargetPath path, FhirType root) {
        List<Place.Step> steps = new ArrayList<>();
        FhirType type = root;
        List<TargetPath.Step> written = path.steps();
        for (int i = 0; i < written.size(); i++) {
            TargetPath.Step step = written.get(i);
            boolean last = i == written.size() - 1;
            if (step.name().endsWith("[x]")) {
                return open(path, step, type, steps, last);
            }
            FhirElement element = element(step, type);
            if (element == null) {
                return null;
            }
            Place.Step resolved = step.extension() != null ? extension(step, element) : step(step, element, last);
            if (resolved == null) {
                return null;
            }
            steps.add(resolved);
            type = element.type();
            if (step.extension() != null && last) {
                FhirElement value = extensionValue(step, type);
                if (value == null) {
                    return null;
                }
                steps.add(new Place.Step(value, Place.Mode.SINGLE, null, null));
            }
        }
        boolean each = written.get(written.size() - 1).each();
        return new Target(path, List.copyOf(steps), List.of(), each, extensionUrl);
    }

    private @Nullable Target open(
            TargetPath path, TargetPath.Step step, FhirType type, List<Place.Step> steps, boolean last) {
        List<FhirElement> forms =
                type.choice(step.name().substring(0, step.name().length() - 3));
        if (forms.isEmpty() || !last) {
            findings.error(
                    step.pos(),
                    "UNKNOWN-TARGET",
                    forms.isEmpty()
                            ? type + " has no choice " + step.name() + suggestion(step.name(), type)
                            : "a choice may only stand last; write one form, for example "
                                    + forms.get(0).name());
            return null;
        }
        return new Target(path, List.copyOf(steps), forms, false, extensionUrl);
    }

    private @Nullable FhirElement element(TargetPath.Step step, FhirType type) {
        FhirElement element = type.element(step.name());
        if (element == null && type.primitive() && step.name().equals("extension")) {
            FhirType any = shared.fhir().type("Element");
            element = any == null ? null : any.element("extension");
        }
        if (element == null) {
            String what = type.primitive()
                    ? " is primitive; only extension(name) may follow"
                    : " has no element " + step.name();
            boolean open = !type.choice(step.name()).isEmpty();
            findings.error(
                    step.pos(),
                    "UNKNOWN-TARGET",
                    type + what + (open ? " (did you mean " + step.name() + "[x]?)" : suggestion(step.name(), type)));
        }
        return element;
    }

    private static String suggestion(String name, FhirType type) {
        return Findings.suggestion(
                name, type.elements().stream().map(FhirElement::name).toList());
    }

    private Place.@Nullable Step step(TargetPath.Step step, FhirElement element, boolean last) {
        boolean chosen = step.slot() != null || step.each();
        if (element.repeats() && !chosen) {
            findings.error(
                    step.pos(),
                    "NEEDS-SLOT",
                    element.name() + " may repeat; write " + element.name() + "[] for one per repetition or "
                            + element.name() + "[name] for one instance");
            return null;
        }
        if (!element.repeats() && chosen) {
            findings.error(step.pos(), "NO-REPEAT", element.name() + " occurs at most once; write it without brackets");
            return null;
        }
        if (step.each() && !last && (step.slot() == null || element.type().primitive())) {
            findings.error(
                    step.pos(),
                    "BAD-TARGET",
                    "[] may only stand last; give the instances a name: " + element.name() + "[name] for one or "
                            + element.name() + "[name][] for one per repetition");
            return null;
        }
        Place.Mode mode = !step.each()
                ? step.slot() != null ? Place.Mode.SLOT : Place.Mode.SINGLE
                : last ? Place.Mode.APPEND : Place.Mode.EACH;
        return new Place.Step(element, mode, step.slot(), null);
    }

    private Place.@Nullable Step extension(TargetPath.Step step, FhirElement element) {
        Tree.ExtensionDoc doc = shared.extensions().get(String.valueOf(step.extension()));
        if (doc == null || !element.name().toLowerCase(Locale.ROOT).endsWith("extension")) {
            findings.error(
                    step.pos(),
                    "UNKNOWN-EXTENSION",
                    "no extension " + step.extension() + " is declared under 'extensions:'"
                            + Findings.suggestion(
                                    String.valueOf(step.extension()),
                                    shared.extensions().keySet()));
            return null;
        }
        String slot = step.extension() + (step.slot() == null ? "" : "#" + step.slot());
        return new Place.Step(element, step.each() ? Place.Mode.EACH : Place.Mode.SLOT, slot, doc.url());
    }

    private @Nullable FhirElement extensionValue(TargetPath.Step step, FhirType extension) {
        Tree.ExtensionDoc doc = shared.extensions().get(String.valueOf(step.extension()));
        String type = doc == null ? "" : doc.type().text();
        FhirElement value = type.isEmpty()
                ? null
                : extension.element("value" + type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1));
        if (value == null) {
            findings.error(
                    step.pos(),
                    "UNKNOWN-EXTENSION",
                    "the extension " + step.extension() + " has no value of type " + type);
        }
        return value;
    }
}
