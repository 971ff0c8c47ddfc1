package org.qantara.dpp.store;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.qantara.dpp.ownership.MessageSource;
import org.qantara.dpp.store.StoredPartition.Key;
import org.qantara.dpp.store.StoredPartition.Stored;

/**
 * The partition of a resource is the region of the facility whose message creates it; reads go over all partitions.
 *
 * <p>National resources live in the default partition, and so does what comes without a message. What is stored stays where it is, whoever
 * writes it: HAPI would otherwise create it again in the writer's partition. Thread-safe.
 */
@Interceptor
public final class PartitionInterceptor {

    /** Partition of national resources; regions are 1..12. */
    public static final int NATIONAL = 0;

    private static final String STORED = PartitionInterceptor.class.getName() + ".stored";
    private static final Set<String> NATIONAL_TYPES = Set.of(
            "Organization", "Practitioner", "PractitionerRole", "Subscription", "SearchParameter", "Binary", "Bundle");

    private final FacilityPartitions facilities;
    private final StoredPartition storedPartition;

    public PartitionInterceptor(FacilityPartitions facilities, StoredPartition storedPartition) {
        this.facilities = facilities;
        this.storedPartition = storedPartition;
    }

    @Hook(Pointcut.STORAGE_PARTITION_IDENTIFY_READ)
    public RequestPartitionId read() {
        return RequestPartitionId.allPartitions();
    }

    @Hook(Pointcut.STORAGE_PARTITION_IDENTIFY_CREATE)
    public RequestPartitionId create(IBaseResource resource) {
        return RequestPartitionId.fromPartitionId(partition((Resource) resource));
    }

    /** Looks up all resources of a Bundle at once; {@link #create} is then asked for each of them. */
    @Hook(Pointcut.STORAGE_TRANSACTION_PROCESSING)
    public void locate(IBaseBundle received) {
        Map<Key, Resource> resources = new HashMap<>();
        for (BundleEntryComponent entry : ((Bundle) received).getEntry()) {
            IdType id = new IdType(entry.getRequest().getUrl());
            if (entry.getResource() != null && entry.getRequest().getMethod() == HTTPVerb.PUT && id.hasIdPart()) {
                resources.put(new Key(entry.getResource().fhirType(), id.getIdPart()), entry.getResource());
            }
        }
        Map<Key, Stored> stored = storedPartition.of(resources.keySet());
        resources.forEach((key, resource) -> resource.setUserData(STORED, Optional.ofNullable(stored.get(key))));
    }

    /** Whether the resource of a Bundle's PUT was stored and not deleted when the Bundle came in. */
    public boolean exists(Resource resource) {
        return resource.getUserData(STORED) instanceof Optional<?> located
                && located.isPresent()
                && !((Stored) located.get()).deleted();
    }

    private int partition(Resource resource) {
        return stored(resource)
                .map(Stored::partition)
                .orElseGet(() -> NATIONAL_TYPES.contains(resource.fhirType())
                        ? NATIONAL
                        : MessageSource.parse(resource.getMeta().getSource())
                                .map(source -> facilities.of(source.facility()))
                                .orElse(NATIONAL));
    }

    private Optional<Stored> stored(Resource resource) {
        if (resource.getUserData(STORED) instanceof Optional<?> located) {
            return located.map(Stored.class::cast);
        }
        String id = resource.getIdElement().getIdPart();
        return id == null ? Optional.empty() : storedPartition.of(resource.fhirType(), id);
    }
}
