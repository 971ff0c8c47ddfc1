package org.qantara.dpp.store;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.qantara.dpp.ownership.MessageSource;

/**
 * The partition of a resource is the region of the facility whose message writes it; reads go over all partitions.
 *
 * <p>National resources live in the default partition. So does what comes without a message of a known facility, unless it is stored
 * already: then it stays where it is. Thread-safe.
 */
@Interceptor
public final class PartitionInterceptor {

    /** Partition of national resources; regions are 1..12. */
    public static final int NATIONAL = 0;

    private static final Set<String> NATIONAL_TYPES = Set.of(
            "Organization", "Practitioner", "PractitionerRole", "Subscription", "SearchParameter", "Binary", "Bundle");

    private final Map<String, Integer> regionByFacility;
    private final StoredPartition storedPartition;

    public PartitionInterceptor(Map<String, Integer> regionByFacility, StoredPartition storedPartition) {
        this.regionByFacility = regionByFacility;
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

    private int partition(Resource resource) {
        if (regionByFacility.isEmpty() || NATIONAL_TYPES.contains(resource.fhirType())) {
            return NATIONAL;
        }
        Optional<Integer> region = MessageSource.parse(resource.getMeta().getSource())
                .map(source -> regionByFacility.get(source.facility()));
        return region.orElseGet(() -> storedPartition.of(resource).orElse(NATIONAL));
    }
}
