package org.qantara.mapping.run;

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

    /** Puts a coding before those that are there. */
    void prepend(FhirObject concept, FhirObject added) {
        FhirElement element = codeableConcept.element("coding");
        if (element != null) {
            concept.list(element.slot()).add(0, added);
            concept.markLive();
        }
    }
}
