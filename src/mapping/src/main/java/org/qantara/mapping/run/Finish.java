package org.qantara.mapping.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;

/** Completes what the rules built: drops what holds only passive constants, marks mandatory elements that stayed empty. */
final class Finish {
    private final Run run;
    private final Invariants invariants;

    Finish(Run run) {
        this.run = run;
        this.invariants = new Invariants(run);
    }

    /** Completes a resource. */
    void resource(FhirObject resource) {
        children(resource);
        if (resource.type().name().equals("Organization")) {
            Invariants.addresses(resource);
        }
        mandatory(resource, true);
    }

    /** Completes a data type; answers null when nothing live is in it. */
    @Nullable
    FhirObject part(FhirObject object) {
        if (object.finished()) {
            return object;
        }
        if (!children(object) && !object.live()) {
            return null;
        }
        FhirObject kept = invariants.keep(object);
        if (kept != null) {
            mandatory(kept, true);
            kept.finish();
        }
        return kept;
    }

    /** Drops dead children; returns whether a live one is left. */
    private boolean children(FhirObject object) {
        boolean live = false;
        int slots = object.type().elements().size();
        for (int slot = object.next(0); slot < slots; slot = object.next(slot + 1)) {
            Object value = object.value(slot);
            if (value == null) {
                continue;
            }
            Object kept = value instanceof List<?> list ? list(list) : single(value);
            if (kept != null && object.type().elements().get(slot).valueSet() != null) {
                kept = coded(kept);
            }
            if (kept != value) {
                object.set(slot, kept);
            }
            live |= kept instanceof FhirObject || kept instanceof List<?> items && items.get(0) instanceof FhirObject;
            live |= kept instanceof FhirPrimitive primitive && primitive.extensions() != null;
        }
        return live;
    }

    /** A code of a required value set is there or it is not: extensions do not stand for it. */
    private static @Nullable Object coded(Object value) {
        if (value instanceof List<?> list) {
            List<?> codes = list.stream().filter(item -> coded(item) != null).toList();
            return codes.size() == list.size() ? list : codes.isEmpty() ? null : new java.util.ArrayList<>(codes);
        }
        return value instanceof FhirPrimitive primitive && primitive.value() == null ? null : value;
    }

    private @Nullable Object single(Object value) {
        if (value instanceof FhirObject object) {
            return part(object);
        }
        if (value instanceof FhirPrimitive primitive) {
            List<FhirObject> extensions = primitive.extensions();
            if (extensions != null) {
                List<?> kept = list(extensions);
                if (kept != extensions) {
                    primitive.extensions(
                            kept == null
                                    ? null
                                    : extensions.stream().filter(kept::contains).toList());
                }
            }
            return primitive.value() == null && primitive.extensions() == null ? null : primitive;
        }
        return value;
    }

    /** The same list while all of it is kept. */
    private @Nullable List<?> list(List<?> items) {
        List<Object> kept = null;
        for (int i = 0; i < items.size(); i++) {
            Object one = single(items.get(i));
            if (one != null && kept != null) {
                kept.add(one);
            } else if (one == null && kept == null) {
                kept = new java.util.ArrayList<>(items.subList(0, i));
            }
        }
        return kept == null ? items.isEmpty() ? null : items : kept.isEmpty() ? null : kept;
    }

    /** @param reported whether what is missing is an issue of its own */
    private void mandatory(FhirObject object, boolean reported) {
        FhirType type = object.type();
        for (int[] slots : type.mandatory()) {
            boolean present = false;
            for (int slot : slots) {
                present |= object.value(slot) != null;
            }
            if (!present) {
                absent(object, type.elements().get(slots[0]), reported);
            }
        }
    }

    private void absent(FhirObject object, FhirElement element, boolean reported) {
        if (reported) {
            run.issue(
                    "MANDATORY-EMPTY",
                    object.type() + "." + element.name(),
                    "FHIR demands this element and the message has no value for it; it was marked as unknown");
        }
        FhirObject extension = run.fhir().dataAbsent(run, "unknown");
        Object value;
        if (element.type().primitive()) {
            FhirPrimitive primitive = new FhirPrimitive(null, null);
            primitive.extension(extension);
            value = primitive;
        } else {
            FhirElement extensions = element.type().element("extension");
            if (extensions == null) {
                return;
            }
            FhirObject empty = new FhirObject(element.type());
            if (element.type().mandatory().length > 0) {
                mandatory(empty, false); // an extension does not stand for what is demanded inside
            } else {
                empty.list(extensions.slot()).add(extension);
            }
            empty.markLive();
            empty.finish();
            value = empty;
        }
        if (element.repeats()) {
            object.list(element.slot()).add(value);
        } else {
            object.set(element.slot(), value);
        }
    }
}
