package org.qantara.dpp.ownership;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Resource;

/** Element-wise work on whole resources of one type: fill from the stored one, or become a copy of it. Stateless. */
final class ResourceMerge {

    private static final Set<String> IDENTITY = Set.of("id", "meta");

    private final FhirContext fhir;

    ResourceMerge(FhirContext fhir) {
        this.fhir = fhir;
    }

    /**
     * Adds to {@code incoming} every top-level element of {@code stored} that it neither values nor removes, and those that
     * {@code incoming} only fills. Contained resources are united by
     * id, because a kept element may point at one. A generated narrative of the stored resource is dropped: it would contradict the new values.
     */
    void fill(Resource incoming, Resource stored, Set<String> removed, Set<String> fills) {
        for (BaseRuntimeChildDefinition child : children(incoming)) {
            String name = child.getElementName();
            if (IDENTITY.contains(name) || removed.contains(name)) {
                continue;
            }
            if (name.equals("contained")) {
                uniteContained((DomainResource) incoming, (DomainResource) stored);
            } else if (name.equals("text") && staleNarrative((DomainResource) stored)) {
                continue;
            } else if (fills.contains(name) && !valued(child, stored).isEmpty()) {
                child.getMutator().setValue(incoming, null);
                copy(child, stored, incoming);
            } else if (valued(child, incoming).isEmpty()) {
                copy(child, stored, incoming);
            }
        }
    }

    /** Makes {@code incoming} equal to {@code stored} in every element, id and meta included: storing it changes nothing. */
    void become(Resource incoming, Resource stored) {
        for (BaseRuntimeChildDefinition child : children(incoming)) {
            if (!child.getElementName().equals("id")) {
                child.getMutator().setValue(incoming, null);
                copy(child, stored, incoming);
            }
        }
    }

    private List<BaseRuntimeChildDefinition> children(Resource resource) {
        return fhir.getResourceDefinition(resource).getChildren();
    }

    private static void copy(BaseRuntimeChildDefinition child, Resource from, Resource to) {
        for (IBase value : valued(child, from)) {
            child.getMutator().addValue(to, value);
        }
    }

    private static List<IBase> valued(BaseRuntimeChildDefinition child, Resource resource) {
        List<IBase> values = new ArrayList<>(child.getAccessor().getValues(resource));
        values.removeIf(value -> value == null || value.isEmpty());
        return values;
    }

    private static void uniteContained(DomainResource incoming, DomainResource stored) {
        Set<String> ids = incoming.getContained().stream().map(Resource::getId).collect(Collectors.toSet());
        for (Resource contained : stored.getContained()) {
            if (ids.add(contained.getId())) {
                incoming.addContained(contained);
            }
        }
    }

    private static boolean staleNarrative(DomainResource stored) {
        return stored.hasText() && stored.getText().getStatus() != NarrativeStatus.ADDITIONAL;
    }
}
