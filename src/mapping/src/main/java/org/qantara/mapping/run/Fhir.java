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
    private final FhirElement referenceLiteral;
    private final FhirElement extensionUrl;
    private final FhirElement extensionCode;
    private final FhirElement codings;
    private final FhirElement system;
    private final FhirElement code;
    private final FhirElement display;

    public Fhir(FhirTypes types) {
        extension = type(types, "Extension");
        reference = type(types, "Reference");
        codeableConcept = type(types, "CodeableConcept");
        coding = type(types, "Coding");
        referenceLiteral = element(reference, "reference");
        extensionUrl = element(extension, "url");
        extensionCode = element(extension, "valueCode");
        codings = element(codeableConcept, "coding");
        system = element(coding, "system");
        code = element(coding, "code");
        display = element(coding, "display");
    }

    private static FhirType type(FhirTypes types, String name) {
        FhirType type = types.type(name);
        if (type == null) {
            throw new IllegalStateException("R4 without " + name);
        }
        return type;
    }

    private static FhirElement element(FhirType type, String name) {
        FhirElement element = type.element(name);
        if (element == null) {
            throw new IllegalStateException("R4's " + type + " without " + name);
        }
        return element;
    }

    /** Any type, for frames that only ask conditions. */
    FhirType anything() {
        return extension;
    }

    private static void put(FhirObject object, FhirElement element, Object value) {
        if (element.repeats()) {
            object.list(element.slot()).add(value);
        } else {
            object.set(element.slot(), value);
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
        put(made, referenceLiteral, text(run, literal));
        return made;
    }

    /** The mark of what FHIR demands and nobody said; it comes from no byte. */
    FhirObject dataAbsent(Run run, String reason) {
        Trace trace = run.trace();
        if (trace != null) {
            trace.begin();
        }
        FhirObject made = new FhirObject(extension);
        put(made, extensionUrl, text(run, DATA_ABSENT));
        put(made, extensionCode, text(run, reason));
        return made;
    }

    /** A Coding; empty parts are left out. */
    FhirObject coding(Run run, @Nullable String system, String code, @Nullable String display) {
        FhirObject made = new FhirObject(coding);
        if (system != null) {
            put(made, this.system, text(run, system));
        }
        put(made, this.code, text(run, code));
        if (display != null && !display.isBlank()) {
            put(made, this.display, text(run, display));
        }
        return made;
    }

    /** A CodeableConcept of one Coding. */
    FhirObject concept(FhirObject coding) {
        FhirObject made = new FhirObject(codeableConcept);
        put(made, codings, coding);
        return made;
    }

    /**
     * Puts a translated coding before what the source said. The source's own coding is of the table's system when it names none, and
     * is not said twice when it is the translated one.
     */
    void translated(Run run, FhirObject concept, FhirObject added, String sourceCode, @Nullable String sourceSystem) {
        if (sourceSystem != null) {
            named(run, concept, sourceCode, sourceSystem);
        }
        List<Object> known = concept.list(codings.slot());
        known.removeIf(item -> item instanceof FhirObject own && same(own, added, system) && same(own, added, code));
        known.add(0, added);
        concept.markLive();
    }

    /** Gives the codings of a code, or a Coding itself, the system that they do not name. */
    void named(Run run, FhirObject concept, String sourceCode, String sourceSystem) {
        List<?> known = concept.type() == coding
                ? List.of(concept)
                : concept.type() == codeableConcept && concept.value(codings.slot()) instanceof List<?> list
                        ? list
                        : List.of();
        for (Object item : known) {
            if (item instanceof FhirObject own && part(own, system) == null && sourceCode.equals(part(own, code))) {
                put(own, system, text(run, sourceSystem));
            }
        }
    }

    private static boolean same(FhirObject one, FhirObject other, FhirElement element) {
        return Objects.equals(part(one, element), part(other, element));
    }

    private static @Nullable String part(FhirObject coding, FhirElement element) {
        return coding.value(element.slot()) instanceof FhirPrimitive primitive ? primitive.value() : null;
    }
}
