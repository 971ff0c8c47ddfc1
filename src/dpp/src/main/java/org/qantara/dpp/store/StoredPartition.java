package org.qantara.dpp.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks up in which partition resources are stored: one indexed query, for one resource or for all of a Bundle. */
public final class StoredPartition {

    private final JdbcTemplate jdbc;

    public StoredPartition(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    Optional<Integer> of(String resourceType, String id) {
        return Optional.ofNullable(of(List.of(id)).get(resourceType + "/" + id));
    }

    /** Partitions by {@code Type/id}; what is not stored is missing. */
    Map<String, Integer> of(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<String> parameters = new ArrayList<>(ids);
        // few different statements, so that the driver's statement cache serves them
        int padded = Integer.highestOneBit(Math.max(1, parameters.size() - 1)) * 2;
        while (parameters.size() < padded) {
            parameters.add(parameters.get(0));
        }
        Map<String, Integer> partitions = new HashMap<>();
        jdbc.query(
                "SELECT RES_TYPE, FHIR_ID, PARTITION_ID FROM HFJ_RESOURCE WHERE FHIR_ID IN ("
                        + String.join(",", Collections.nCopies(parameters.size(), "?")) + ")",
                row -> {
                    partitions.put(row.getString(1) + "/" + row.getString(2), row.getInt(3));
                },
                parameters.toArray());
        return partitions;
    }
}
