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

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
