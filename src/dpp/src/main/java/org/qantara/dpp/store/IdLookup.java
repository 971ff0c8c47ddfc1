package org.qantara.dpp.store;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.svc.ResolveIdentityMode;
import ca.uhn.fhir.jpa.dao.index.IdHelperService;
import ca.uhn.fhir.jpa.model.cross.IResourceLookup;
import ca.uhn.fhir.jpa.model.cross.JpaResourceLookup;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.PartitionablePartitionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.IdType;
import org.qantara.dpp.store.StoredPartition.Key;
import org.qantara.dpp.store.StoredPartition.Stored;

/**
 * Finds the numbers of a transaction's resources and of those they refer to by one prepared statement.
 *
 * <p>HAPI builds a query of its own for each number of ids, which Hibernate translates anew for each Bundle and PostgreSQL parses anew. Only what a
 * transaction asks for is answered here: several ids with their types, over all partitions, deleted ones included, nothing from a cache;
 * everything else is left to HAPI. Runs on the connection of the transaction that calls. Thread-safe.
 */
public final class IdLookup extends IdHelperService {

    /** Below HAPI's limit of parameters in a statement, two for each id. */
    private static final int IDS_MAX = 400;

    private final StoredPartition stored;

    public IdLookup(StoredPartition stored) {
        this.stored = stored;
    }

    @Override
    public Map<IIdType, IResourceLookup<JpaPid>> resolveResourceIdentities(
            RequestPartitionId partition, Collection<IIdType> ids, ResolveIdentityMode mode) {
        boolean ofTransaction = partition.isAllPartitions()
                && ids.size() > 1
                && ids.size() <= IDS_MAX
                && mode.isIncludeDeleted()
                && !mode.isFailOnDeleted()
                && !mode.isUseCache(true)
                && ids.stream().allMatch(id -> id.hasResourceType() && id.hasIdPart());
        return ofTransaction ? lookUp(ids) : super.resolveResourceIdentities(partition, ids, mode);
    }

    private Map<IIdType, IResourceLookup<JpaPid>> lookUp(Collection<IIdType> ids) {
        Set<Key> keys = new HashSet<>();
        ids.forEach(id -> keys.add(new Key(id.getResourceType(), id.getIdPart())));
        Map<IIdType, IResourceLookup<JpaPid>> found = new HashMap<>();
        stored.of(keys).forEach((key, row) -> {
            IdType id = new IdType(key.type(), key.id());
            found.put(id, lookup(key, row, id));
        });
        return found;
    }

    private static JpaResourceLookup lookup(Key key, Stored row, IdType id) {
        JpaPid number = JpaPid.fromId(row.number(), row.partition());
        number.setAssociatedResourceId(id);
        return new JpaResourceLookup(
                key.type(), key.id(), number, row.deletedAt(), PartitionablePartitionId.with(row.partition(), null));
    }
}
