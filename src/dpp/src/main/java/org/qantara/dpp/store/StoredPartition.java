package org.qantara.dpp.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks up what is known of resources without reading them: one indexed query, for one resource or for all of a Bundle. */
public final class StoredPartition {

    private final JdbcTemplate jdbc;

    public StoredPartition(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Resource type and logical id: what one index finds a resource by. */
    record Key(String type, String id) {}

    /**
     * A resource that has been written at some time.
     *
     * @param number HAPI's own number of it
     * @param partition where it stays
     * @param deletedAt when its current version is a deletion, else null
     */
    record Stored(long number, int partition, @Nullable Date deletedAt) {

        boolean deleted() {
            return deletedAt != null;
        }
    }

    Optional<Stored> of(String resourceType, String id) {
        return Optional.ofNullable(of(List.of(new Key(resourceType, id))).get(new Key(resourceType, id)));
    }

    /** What is not stored is missing from the answer. */
    Map<Key, Stored> of(Collection<Key> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<Key> padded = padded(keys);
        List<String> parameters = new ArrayList<>(2 * padded.size());
        padded.forEach(key -> {
            parameters.add(key.type);
            parameters.add(key.id);
        });
        Map<Key, Stored> found = new HashMap<>();
        jdbc.query(
                "SELECT RES_TYPE, FHIR_ID, RES_ID, PARTITION_ID, RES_DELETED_AT FROM HFJ_RESOURCE WHERE (RES_TYPE, FHIR_ID) IN ("
                        + String.join(",", Collections.nCopies(padded.size(), "(?,?)")) + ")",
                row -> {
                    found.put(
                            new Key(row.getString(1), row.getString(2)),
                            new Stored(row.getLong(3), row.getInt(4), row.getTimestamp(5)));
                },
                parameters.toArray());
        return found;
    }

    /** Few different lengths make few different statements, so that the driver's statement cache serves them. */
    private static List<Key> padded(Collection<Key> keys) {
        List<Key> padded = new ArrayList<>(keys);
        int length = Integer.highestOneBit(Math.max(1, padded.size() - 1)) * 2;
        while (padded.size() < length) {
            padded.add(padded.get(0));
        }
        return padded;
    }
}
