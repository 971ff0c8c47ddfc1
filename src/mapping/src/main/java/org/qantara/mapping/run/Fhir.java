package org.qantara.mapping.run;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.schema.FhirElement;
import org.qantara.mapping.schema.FhirType;
import org.qantara.mapping.schema.FhirTypes;

/** The few FHIR types that the runner builds by itself. Immutable. */
public final class Fhir {
    private static final String DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private final FhirType extension;
    private final FhirType reference;
    private final FhirType codeableConcept;
    private final FhirType coding;

    public Fhir(FhirTypes types) {
        extension = type(types, "Extension");
        reference = type(types, "Reference");
        codeableConcept = type(types, "CodeableConcept");
        coding = type(types, "Coding");
    }

    private static FhirType type(FhirTypes types, String name) {
        FhirType type = types.type(name);
        if (type == null) {
            throw new IllegalStateException("R4 without " + name);
        }
        return type;
    }

    /** Any type, for frames that only ask conditions. */
    FhirType anything() {
        return extension;
    }

    private static void put(FhirObject object, String element, Object value) {
        FhirElement known = object.type().element(element);
        if (known == null) {
            throw new IllegalArgumentException(object.type() + " has no " + element);
        }
        if (known.repeats()) {
            object.list(known.slot()).add(value);
        } else {
            object.set(known.slot(), value);
        }
        object.markLive();
    }

    private static FhirPrimitive text(Run run, String value) {
        Trace trace = run.trace();
        return new FhirPrimitive(value, trace == null ? null : trace.origin());
    }

    /** A reference to a resource of this message; it comes from the bytes that made that resource's id. */
    FhirObject reference(Run run, String literal) {
        Trace trace = run.trace();
        if (trace != null) {
            trace.begin();
            run.keySpans(literal).forEach(s -> trace.read(s.start(), s.end()));
        }
        FhirObject made = new FhirObject(reference);
        put(made, "reference", text(run, literal));
        return made;
    }

    /** The mark of what FHIR demands and nobody said; it comes from no byte. */
    FhirObject dataAbsent(Run run, String reason) {
        Trace trace = run.trace();
        if (trace != null) {
            trace.begin();
        }
        FhirObject made = new FhirObject(extension);
        put(made, "url", text(run, DATA_ABSENT));
        put(made, "valueCode", text(run, reason));
        return made;
    }

    /** A Coding; empty parts are left out. */
    FhirObject coding(Run run, @Nullable String system, String code, @Nullable String display) {
        FhirObject made = new FhirObject(coding);
        if (system != null) {
            put(made, "system", text(run, system));
        }
        put(made, "code", text(run, code));
        if (display != null && !display.isBlank()) {
            put(made, "display", text(run, display));
        }
        return made;
    }

    /** A CodeableConcept of one Coding. */
    FhirObject concept(FhirObject coding) {
        FhirObject made = new FhirObject(codeableConcept);
        put(made, "coding", coding);
        return made;
    }

    /**
     * Puts a translated coding before what the source said. The source's own coding is of the table's system when it names none, and
     * is not said twice when it is the translated one.
     */
    void translated(Run run, FhirObject concept, FhirObject added, String sourceCode, @Nullable String sourceSystem) {
        FhirElement element = codeableConcept.element("coding");
        if (element == null) {
            return;
        }
        if (sourceSystem != null) {
            named(run, concept, sourceCode, sourceSystem);
        }
        List<Object> codings = concept.list(element.slot());
        codings.removeIf(
                item -> item instanceof FhirObject own && same(own, added, "system") && same(own, added, "code"));
        codings.add(0, added);
        concept.markLive();
    }

    /** Gives the codings of a code, or a Coding itself, the system that they do not name. */
    void named(Run run, FhirObject concept, String code, String system) {
        FhirElement element = codeableConcept.element("coding");
        List<?> codings = concept.type() != codeableConcept || element == null
                ? List.of(concept)
                : concept.value(element.slot()) instanceof List<?> list ? list : List.of();
        for (Object item : codings) {
            if (item instanceof FhirObject own && part(own, "system") == null && code.equals(part(own, "code"))) {
                put(own, "system", text(run, system));
            }
        }
    }

    private static boolean same(FhirObject one, FhirObject other, String element) {
        return Objects.equals(part(one, element), part(other, element));
    }

    private static @Nullable String part(FhirObject object, String element) {
        FhirElement known = object.type().element(element);
        return known != null && object.value(known.slot()) instanceof FhirPrimitive primitive
                ? primitive.value()
                : null;
    }
}
