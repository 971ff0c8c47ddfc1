package org.qantara.mapping.run;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Owns;
import org.qantara.mapping.schema.FhirElement;

/** The resources of one message, one per id, in the order in which they were made. */
public final class Resources {
    private final Run run;
    private final Map<String, Made> byReference = new LinkedHashMap<>();
    private final Map<Mention, Mentioned> mentions = new HashMap<>();

    /** What a record has said already: a second name for it in a message map says nothing twice. */
    private final Set<Said> said = new HashSet<>();

    private record Said(MapPlan plan, String id, int record) {}

    /** Resources that only gather others, with the list that must have two. */
    private final Map<String, FhirElement> gathering = new HashMap<>(0);

    /** A resource that a rule refers to in passing, by the bytes that it is made of. */
    private record Mention(MapPlan plan, String bytes) {}

    /** What it became, and where those bytes stood. */
    private record Mentioned(Made made, int start) {}

    /** Elements of a resource that the message map wrote references into: no part of what a source says of it. */
    private final Map<String, BitSet> references = new HashMap<>();

    Resources(Run run) {
        this.run = run;
    }

    /** Notes that a reference was written into a resource. */
    void linked(Made target, Place place) {
        if (place.direct()) {
            references
                    .computeIfAbsent(target.reference(), k -> new BitSet())
                    .set(place.element().slot());
        }
    }

    /** Leaves out what gathers nothing: a panel of one result says what the result says. Nothing may refer to it yet. */
    void ungathered() {
        gathering.forEach((reference, element) -> {
            Made made = byReference.get(reference);
            if (made != null
                    && !(made.object().value(element.slot()) instanceof List<?> several && several.size() > 1)) {
                byReference.remove(reference);
            }
        });
    }

    public Collection<Made> all() {
        return byReference.values();
    }

    /**
     * Makes the resource of a map from its sources, or returns the one that its id already names.
     *
     * @param narrowed ownership that the message map narrows to, or null
     * @param record record of the source, for issues
     * @param linked whether a rule refers to it in passing, so that a second mention only adds what was missing
     */
    @Nullable
    Made make(
            MapPlan plan,
            long[] sources,
            @Nullable Object[] variables,
            @Nullable Owns narrowed,
            int record,
            boolean linked) {
        Frame frame = new Frame(run, sources, variables, new FhirObject(plan.type()));
        Trace trace = run.trace();
        if (trace != null) {
            trace.begin();
        }
        String id = plan.id(frame);
        List<Origin.Span> key = trace == null ? List.of() : trace.spans();
        if (id == null) {
            if (!linked) {
                run.issue(
                        "KEY-MISSING-" + plan.type().name().toUpperCase(java.util.Locale.ROOT),
                        run.document().whereRecord(record),
                        "no " + plan.type().name() + " was made: none of the keys of '" + plan.name()
                                + "' has a value; send the identifier or add a key to the map");
            }
            return null;
        }
        if (!linked && record >= 0 && !said.add(new Said(plan, id, record))) {
            if (trace != null) {
                trace.again(key);
            }
            return byReference.get(plan.type().name() + "/" + id);
        }
        plan.apply(frame);
        if (trace != null) {
            trace.again(key); // a reference to the resource comes from what its key was read from
        }
        Owns owns = narrowed == null ? plan.owns() : narrowed;
        boolean merges = owns == Owns.MERGE;
        Made made = new Made(
                id, frame.target, owns, merges ? plan.removed(frame) : List.of(), merges ? plan.fills() : List.of());
        Made present = byReference.putIfAbsent(made.reference(), made);
        FhirElement gathered = plan.gathered();
        if (gathered != null) {
            gathering.put(made.reference(), gathered);
        }
        if (present == null) {
            onePatient(made, record);
            return made;
        }
        if (linked) {
            present.object().fill(made.object());
        } else if (!joined(plan, present.object(), made.object())
                && !present.object().sameContent(made.object(), references.get(made.reference()))) {
            run.issue(
                    "KEY-TWICE",
                    run.document().whereRecord(record),
                    "two different " + plan.type().name()
                            + " of one message have the same key; the sender must number them or the map needs a"
                            + " longer key");
        }
        return present;
    }

    /** What was made before under the id that a map's key gives; null when there is no such key or nothing was made under it. */
    @Nullable
    Made made(MapPlan plan, Frame frame) {
        String id = plan.id(frame);
        return id == null ? null : byReference.get(plan.type().name() + "/" + id);
    }

    /**
     * An analyser's message speaks of one patient: a second one is nearly always a message whose end was lost, and the results between
     * would be the wrong person's. HPRIM files hold many patients by their standard, HL7 v2 has its own words for two.
     */
    private void onePatient(Made made, int record) {
        if (made.object().type().name().equals("Patient")
                && "astm".equals(run.format())
                && byReference.values().stream()
                        .anyMatch(other ->
                                other != made && other.object().type().name().equals("Patient"))) {
            run.issue(
                    "TWO-PATIENTS",
                    run.document().whereRecord(record),
                    "the message names two patients; send a message per patient, or say severity: { TWO-PATIENTS: warning } in"
                            + " the facility's maps when it means to, then replay");
        }
    }

    /**
     * Makes the resource of one field that a rule refers to in passing. The laboratory that every result of a message names, written
     * the same each time, is made once; lineage needs each mention.
     */
    @Nullable
    Made mention(MapPlan plan, long[] sources, @Nullable Object[] variables) {
        if (run.trace() != null || sources.length != 1 || variables.length > 0) {
            return make(plan, sources, variables, null, -1, true);
        }
        int start = run.document().start(sources[0]);
        int length = run.document().end(sources[0]) - start;
        Mention mention =
                new Mention(plan, new String(run.document().bytes(), start, length, StandardCharsets.ISO_8859_1));
        Mentioned known = mentions.get(mention);
        if (known == null) {
            int issues = run.issues().size() + run.codes().size();
            Made made = make(plan, sources, variables, null, -1, true);
            if (made != null && issues == run.issues().size() + run.codes().size()) {
                mentions.put(mention, new Mentioned(made, start));
            }
            return made;
        }
        BitSet consumed = run.consumed();
        int end = known.start() + length;
        for (int i = consumed.nextSetBit(known.start()); i >= 0 && i < end; i = consumed.nextSetBit(i + 1)) {
            consumed.set(start + i - known.start());
        }
        return known.made();
    }

    /** A list that several records of one message fill: members of a team. */
    private static boolean gathered(FhirElement element, FhirObject present, FhirObject added) {
        if (!(present.value(element.slot()) instanceof List<?> first)
                || !(added.value(element.slot()) instanceof List<?> second)) {
            return false;
        }
        List<Object> all = new java.util.ArrayList<>(first);
        second.stream()
                .filter(item -> first.stream().noneMatch(known -> FhirObject.same(known, item)))
                .forEach(all::add);
        present.set(element.slot(), second);
        boolean same = present.sameContent(added);
        present.set(element.slot(), same ? all : first);
        return same;
    }

    /** Lines of a text that were sent as several results with one key become one text. */
    private static boolean joined(MapPlan plan, FhirObject present, FhirObject added) {
        String name = plan.joined();
        FhirElement element = name == null ? null : plan.type().element(name);
        if (element != null && element.repeats()) {
            return gathered(element, present, added);
        }
        if (element == null
                || !(present.value(element.slot()) instanceof FhirPrimitive first)
                || !(added.value(element.slot()) instanceof FhirPrimitive second)) {
            return false;
        }
        present.set(element.slot(), second);
        boolean same = present.sameContent(added);
        Origin origin = first.origin() == null || second.origin() == null
                ? null
                : first.origin().and(second.origin());
        present.set(element.slot(), first);
        String line = second.value();
        if (same && line != null) {
            first.line(line);
            if (origin != null) {
                first.origin(origin);
            }
        }
        return same;
    }
}
