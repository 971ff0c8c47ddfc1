package org.qantara.mapping.run;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.FhirElement;

/**
 * What FHIR demands of a data type beyond its elements, where what senders write breaks it: per-1, qty-3, rng-2, rat-1, app-1, org-2.
 * What cannot stay is left out with an issue that names its place in the message.
 */
final class Invariants {
    private static final String HOME = "home";
    private final Run run;

    Invariants(Run run) {
        this.run = run;
    }

    /** The object as FHIR allows it; null when nothing that may stand alone is left. */
    @Nullable
    FhirObject keep(FhirObject object) {
        switch (object.type().name()) {
            case "Period" -> period(object);
            case "Quantity", "Age", "Count", "Distance", "Duration" -> quantity(object);
            case "Range" -> range(object);
            case "Ratio" -> {
                if (object.value(slot(object, "numerator")) == null
                        ^ object.value(slot(object, "denominator")) == null) {
                    invalid(object, "half of a ratio says nothing; it was left out");
                    return null;
                }
            }
            case "Appointment.participant" -> {
                boolean somebody =
                        object.value(slot(object, "type")) != null || object.value(slot(object, "actor")) != null;
                return somebody ? object : null;
            }
            default -> {}
        }
        return object;
    }

    private static int slot(FhirObject object, String name) {
        FhirElement element = object.type().element(name);
        if (element == null) {
            throw new IllegalStateException("R4's " + object.type() + " without " + name);
        }
        return element.slot();
    }

    private static @Nullable String text(FhirObject object, String name) {
        return object.value(slot(object, name)) instanceof FhirPrimitive primitive ? primitive.value() : null;
    }

    /** A period never ends before it starts: which of the two times is wrong only the sender knows; the start is kept. */
    private void period(FhirObject period) {
        String start = text(period, "start");
        String end = text(period, "end");
        if (start == null || end == null) {
            return;
        }
        int both = Math.min(19, Math.min(start.length(), end.length()));
        if (end.substring(0, both).compareTo(start.substring(0, both)) < 0 || Times.isBefore(end, start)) {
            invalid(period.value(slot(period, "end")), "the end lies before the start and was left out");
            period.set(slot(period, "end"), null);
        }
    }

    /** A code of a unit belongs to a system: when the sender names none, to the facility's own. */
    private void quantity(FhirObject quantity) {
        if (quantity.value(slot(quantity, "code")) instanceof FhirPrimitive code
                && code.value() != null
                && quantity.value(slot(quantity, "system")) == null) {
            Origin origin =
                    code.origin() == null ? null : new Origin(code.origin().rules(), List.of(), List.of());
            String own = "urn:qantara:coding:" + run.facility().code();
            quantity.set(slot(quantity, "system"), new FhirPrimitive(own, origin));
        }
    }

    private void range(FhirObject range) {
        BigDecimal low = bound(range, "low");
        BigDecimal high = bound(range, "high");
        if (low != null && high != null && low.compareTo(high) > 0) {
            invalid(range.value(slot(range, "high")), "the upper bound is below the lower one and was left out");
            range.set(slot(range, "high"), null);
        }
    }

    /** The value of a bound; a bound that is only a unit is none. */
    private static @Nullable BigDecimal bound(FhirObject range, String name) {
        if (!(range.value(slot(range, name)) instanceof FhirObject quantity)) {
            return null;
        }
        String value = text(quantity, "value");
        if (value == null && quantity.value(slot(quantity, "extension")) == null) {
            range.set(slot(range, name), null);
        }
        return value == null ? null : new BigDecimal(value);
    }

    /** Nobody lives at an organization: FHIR forbids {@code home} there, which senders write from a form for persons. */
    static void addresses(FhirObject organization) {
        if (!(organization.value(slot(organization, "address")) instanceof Iterable<?> addresses)) {
            return;
        }
        for (Object item : addresses) {
            if (item instanceof FhirObject address && HOME.equals(text(address, "use"))) {
                address.set(slot(address, "use"), null);
            }
        }
    }

    private void invalid(@Nullable Object value, String what) {
        FhirPrimitive first = first(value);
        String where = first == null ? "" : run.where(first.at());
        run.issue("VALUE-INVALID", where, what);
    }

    /** The first leaf that was read from the message. */
    private static @Nullable FhirPrimitive first(@Nullable Object value) {
        if (value instanceof FhirPrimitive primitive) {
            return primitive.at() < 0 ? null : primitive;
        }
        if (value instanceof FhirObject object) {
            int slots = object.type().elements().size();
            for (int slot = object.next(0); slot < slots; slot = object.next(slot + 1)) {
                FhirPrimitive found = first(object.value(slot));
                if (found != null) {
                    return found;
                }
            }
        }
        if (value instanceof Iterable<?> items) {
            for (Object item : items) {
                FhirPrimitive found = first(item);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
