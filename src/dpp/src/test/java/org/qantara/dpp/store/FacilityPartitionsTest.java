package org.qantara.dpp.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.DppSettings;

class FacilityPartitionsTest {

    @Test
    void firstWriteFixesThePartition() {
        DppSettings settings = new DppSettings("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "", null);
        try (HikariDataSource dataSource = DppDataSource.open(settings)) {
            FacilityPartitions.createTable(dataSource);
            FacilityPartitions.createTable(dataSource);
            FacilityPartitions before = new FacilityPartitions(dataSource, Map.of("CHU-FES", 3));
            assertThat(before.of("CHU-FES")).isEqualTo(3);
            assertThat(before.of("LABO")).isEqualTo(PartitionInterceptor.NATIONAL);

            FacilityPartitions corrected =
                    new FacilityPartitions(dataSource, Map.of("CHU-FES", 4, "LABO", 5, "NOUVEAU", 6));
            assertThat(corrected.of("CHU-FES")).isEqualTo(3);
            assertThat(corrected.of("LABO")).isEqualTo(PartitionInterceptor.NATIONAL);
            assertThat(corrected.of("NOUVEAU")).isEqualTo(6);
        }
    }
}
