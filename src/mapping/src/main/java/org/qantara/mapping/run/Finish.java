package org.qantara.mapping.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;

/** Completes what the rules built: drops what holds only passive constants, marks mandatory elements that stayed empty. */
final class Finish {
    private final Run run;

    Finish(Run run) {
        this.run = run;
    }

    /** Completes a resource. */
    void resource(FhirObject resource) {
        children(resource);
        if (resource.type().name().equals("Organization")) {
            addresses(resource);
        }
        mandatory(resource);
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
        if (object.type().name().equals("Period")) {
            ordered(object);
        }
        mandatory(object);
        if (object.type().name().equals("Period")) {
            period(object);
        }
        object.finish();
        return object;
    }

    /** FHIR demands that a period ends after it began (per-1); senders get it wrong: the beginning is kept. */
    private void period(FhirObject period) {
        FhirElement start = period.type().element("start");
        FhirElement end = period.type().element("end");
        if (start != null
                && end != null
                && period.value(start.slot()) instanceof FhirPrimitive from
                && period.value(end.slot()) instanceof FhirPrimitive to
                && from.value() != null
                && to.value() != null
                && Times.isBefore(to.value(), from.value())) {
            period.set(end.slot(), null);
            run.issue("VALUE-INVALID", "Period.end", "the period ends before it begins; its end was left out");
        }
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

    /** A period never ends before it starts: FHIR forbids it, and which of the two times is wrong only the sender knows. */
    private void ordered(FhirObject period) {
        FhirElement start = period.type().element("start");
        FhirElement end = period.type().element("end");
        if (start == null
                || end == null
                || !(period.value(start.slot()) instanceof FhirPrimitive from)
                || !(period.value(end.slot()) instanceof FhirPrimitive to)
                || from.value() == null
                || to.value() == null) {
            return;
        }
        int both = Math.min(19, Math.min(from.value().length(), to.value().length()));
        if (to.value().substring(0, both).compareTo(from.value().substring(0, both)) < 0) {
            period.set(end.slot(), null);
            run.issue("VALUE-INVALID", "Period.end", "the end lies before the start and was left out");
        }
    }

    /** Nobody lives at an organisation: FHIR forbids {@code home} there, which senders write from a form for persons. */
    private static void addresses(FhirObject organization) {
        FhirElement addresses = organization.type().element("address");
        FhirElement use = addresses == null ? null : addresses.type().element("use");
        if (addresses == null || use == null || !(organization.value(addresses.slot()) instanceof List<?> list)) {
            return;
        }
        for (Object item : list) {
            if (item instanceof FhirObject address
                    && address.value(use.slot()) instanceof FhirPrimitive code
                    && "home".equals(code.value())) {
                address.set(use.slot(), null);
            }
        }
    }

    private void mandatory(FhirObject object) {
        FhirType type = object.type();
        for (int[] slots : type.mandatory()) {
            boolean present = false;
            for (int slot : slots) {
                present |= object.value(slot) != null;
            }
            if (!present) {
                absent(object, type.elements().get(slots[0]));
            }
        }
    }

    private void absent(FhirObject object, FhirElement element) {
        run.issue(
                "MANDATORY-EMPTY",
                object.type() + "." + element.name(),
                "FHIR demands this element and the message has no value for it; it was marked as unknown");
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
            empty.list(extensions.slot()).add(extension);
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
