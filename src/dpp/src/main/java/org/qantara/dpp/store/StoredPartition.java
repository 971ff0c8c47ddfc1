package org.qantara.dpp.store;

import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks up where a resource is stored, for writers that do not say which facility they are. One indexed query, no cache: it is the rare way. */
public final class StoredPartition {

    private final JdbcTemplate jdbc;

    public StoredPartition(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    OptionalInt of(Resource resource) {
        String id = resource.getIdElement().getIdPart();
        if (id == null) {
            return OptionalInt.empty();
        }
        List<Integer> partitions = jdbc.queryForList(
                "SELECT PARTITION_ID FROM HFJ_RESOURCE WHERE RES_TYPE = ? AND FHIR_ID = ?",
                Integer.class,
                resource.fhirType(),
                id);
        return partitions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(partitions.get(0));
    }
}
