package org.qantara.dpp.ownership;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/**
 * What one PUT says about the resource that may be there already.
 *
 * @param mode {@link Mode#REPLACE} when nothing is said
 * @param removed top-level elements that the source emptied on purpose, as definitions name them ({@code deceased[x]}); merge only
 * @param fills top-level elements that are written only where the stored resource has none; merge only
 */
record Ownership(Mode mode, Set<String> removed, Set<String> fills) {

    static final String OWNS_URL = "urn:qantara:owns";
    static final String REMOVED_URL = "urn:qantara:removed";
    static final String FILLS_URL = "urn:qantara:fills";

    enum Mode {
        /** The usual PUT. */
        REPLACE,
        /** What exists stays as it is, and the entry succeeds. */
        CREATE,
        /** Valued top-level elements replace, removed ones go, the rest stays. */
        MERGE,
        /** A foreign client's {@code ifNoneMatch: "*"}: what exists makes the request fail with 412. */
        ABSENT_ONLY
    }

    static final Ownership PLAIN = new Ownership(Mode.REPLACE, Set.of(), Set.of());
    static final Ownership ABSENT_ONLY = new Ownership(Mode.ABSENT_ONLY, Set.of(), Set.of());

    /**
     * Reads entry {@code index} of a transaction.
     *
     * @throws InvalidRequestException naming the entry and what was expected
     */
    static Ownership of(FhirContext fhir, BundleEntryComponent entry, int index) {
        BundleEntryRequestComponent request = entry.getRequest();
        @Nullable Extension owns = request.getExtensionByUrl(OWNS_URL);
        List<Extension> removed = request.getExtensionsByUrl(REMOVED_URL);
        List<Extension> fills = request.getExtensionsByUrl(FILLS_URL);
        boolean absentOnly = "*".equals(request.getIfNoneMatch());
        if (owns == null && removed.isEmpty() && fills.isEmpty()) {
            return absentOnly && request.getMethod() == HTTPVerb.PUT ? ABSENT_ONLY : PLAIN;
        }
        if (request.getMethod() != HTTPVerb.PUT || request.getUrl().contains("?") || entry.getResource() == null) {
            throw refused(index, "carries " + OWNS_URL + ", which belongs to PUT <Type>/<id> with a resource");
        }
        Mode mode = mode(owns, index);
        if (mode == Mode.REPLACE && absentOnly) {
            throw refused(index, "says owns replace and ifNoneMatch \"*\" at once; use owns create");
        }
        if (!removed.isEmpty() && mode != Mode.MERGE) {
            throw refused(index, "carries " + REMOVED_URL + " without owns merge");
        }
        if (!fills.isEmpty() && mode != Mode.MERGE) {
            throw refused(index, "carries " + FILLS_URL + " without owns merge");
        }
        RuntimeResourceDefinition type = fhir.getResourceDefinition(entry.getResource());
        return new Ownership(mode, elements(type, removed, index), elements(type, fills, index));
    }

    private static Set<String> elements(RuntimeResourceDefinition type, List<Extension> extensions, int index) {
        Set<String> names = new HashSet<>();
        for (Extension extension : extensions) {
            names.add(elementName(type, extension, index));
        }
        return names;
    }

    /** Whether a well-formed entry says {@code create}. */
    static boolean isCreate(BundleEntryComponent entry) {
        @Nullable Extension owns = entry.getRequest().getExtensionByUrl(OWNS_URL);
        return owns != null && "create".equals(owns.getValue().primitiveValue());
    }

    private static Mode mode(@Nullable Extension owns, int index) {
        String code = owns == null ? "(missing)" : owns.getValue().primitiveValue();
        return switch (code == null ? "(empty)" : code) {
            case "replace" -> Mode.REPLACE;
            case "create" -> Mode.CREATE;
            case "merge" -> Mode.MERGE;
            default -> throw refused(index, "has " + OWNS_URL + " = " + code + ", expected replace, create or merge");
        };
    }

    private static String elementName(RuntimeResourceDefinition type, Extension said, int index) {
        String name = said.hasValue() ? said.getValue().primitiveValue() : null;
        var child = name == null ? null : type.getChildByName(name);
        if (child == null && name != null) {
            child = type.getChildByName(name + "[x]");
        }
        if (child == null) {
            throw refused(
                    index,
                    "has " + said.getUrl() + " = " + name + ", expected a top-level element of " + type.getName());
        }
        return child.getElementName();
    }

    private static InvalidRequestException refused(int index, String what) {
        return new InvalidRequestException("Bundle.entry[" + index + "].request " + what);
    }
}
