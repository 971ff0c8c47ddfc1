package org.qantara.dpp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.testing.Database;

/** The indexes of PostgreSQL are those of the list; migrating again changes nothing; what a later migration brings back goes again. */
class LeanIndexesIT {

    private final DppSettings settings = Database.POSTGRESQL.dpp().settings();

    @Test
    void tokensHaveTheIndexesOfTheListAndNoOthers() throws Exception {
        assertThat(indexes("hfj_spidx_token"))
                .containsExactly(
                        "hfj_spidx_token_pkey",
                        "qix_token_resource",
                        "qix_token_system",
                        "qix_token_system_value",
                        "qix_token_value");
        assertThat(Dpp.migrate(settings)).isZero();
    }

    /** Both ways in which ids are looked up, the DPP's and HAPI's: without this index each of them reads the whole table. */
    @Test
    void idsAreLookedUpByTheirIndex() throws Exception {
        assertThat(indexes("hfj_resource"))
                .containsExactly("hfj_resource_pkey", "idx_res_date", "qix_idx_res_type_fhir_id");
        assertThat(
                        plan(
                                "SELECT PARTITION_ID FROM HFJ_RESOURCE WHERE (RES_TYPE, FHIR_ID) IN (('Patient','a'),('Basic','b'))"))
                .contains("qix_idx_res_type_fhir_id")
                .doesNotContain("Seq Scan");
        assertThat(
                        plan(
                                "SELECT RES_ID FROM HFJ_RESOURCE WHERE RES_TYPE='Patient' AND FHIR_ID='a' OR RES_TYPE='Basic' AND FHIR_ID='b'"))
                .contains("qix_idx_res_type_fhir_id")
                .doesNotContain("Seq Scan");
    }

    @Test
    void anIndexThatCameBackIsDroppedAgain() throws Exception {
        execute("CREATE INDEX idx_res_resid_updated ON hfj_resource (res_id, res_updated)");
        assertThat(Dpp.migrate(settings)).isEqualTo(1);
        assertThat(indexes("hfj_resource")).doesNotContain("idx_res_resid_updated");
    }

    private Set<String> indexes(String table) throws Exception {
        Set<String> names = new TreeSet<>();
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "");
                var query = connection.prepareStatement("SELECT indexname FROM pg_indexes WHERE tablename = ?")) {
            query.setString(1, table);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** As on a large table: a small one is read whole for a good reason. */
    private String plan(String sql) throws Exception {
        StringBuilder plan = new StringBuilder();
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "");
                var statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            try (var rows = statement.executeQuery("EXPLAIN " + sql)) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
