package org.qantara.tests.bench.ingest;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What lies in a server's database.
 *
 * @param resources current resources
 * @param versions versions of them, the current ones included
 * @param indexRows rows of all search index tables and of the table of links
 * @param bytes size of the database with its indexes
 */
record StoreFigures(long resources, long versions, long indexRows, long bytes) {

    private static final String COUNTS =
            """
            SELECT (SELECT count(*) FROM hfj_resource), (SELECT count(*) FROM hfj_res_ver),
              (SELECT count(*) FROM hfj_spidx_string) + (SELECT count(*) FROM hfj_spidx_token) + (SELECT count(*) FROM hfj_spidx_date)
              + (SELECT count(*) FROM hfj_spidx_quantity) + (SELECT count(*) FROM hfj_spidx_uri) + (SELECT count(*) FROM hfj_spidx_number)
              + (SELECT count(*) FROM hfj_spidx_coords) + (SELECT count(*) FROM hfj_res_link) + (SELECT count(*) FROM hfj_res_param_present),
              pg_database_size(current_database())""";

    /** A database of the bench's PostgreSQL. */
    record Store(String jdbcUrl, String user) {

        StoreFigures read() throws SQLException {
            try (Connection connection = DriverManager.getConnection(jdbcUrl, user, "");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(COUNTS)) {
                row.next();
                return new StoreFigures(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }

        /** Bytes per current resource of each table and index that has at least ten of them. */
        Map<String, Long> bytesByRelation() throws SQLException {
            Map<String, Long> bytes = new LinkedHashMap<>();
            try (Connection connection = DriverManager.getConnection(jdbcUrl, user, "");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            """
                            SELECT coalesce(i.indrelid::regclass::text || ' / ', '') || c.relname,
                              pg_relation_size(c.oid) / (SELECT count(*) FROM hfj_resource) AS bytes
                            FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
                            WHERE c.relname LIKE '%hfj%' OR c.relname LIKE 'idx%' OR c.relname LIKE 'qix%' OR c.relname LIKE '%pkey' ORDER BY 2 DESC""")) {
                while (row.next() && row.getLong(2) >= 10) {
                    bytes.put(row.getString(1), row.getLong(2));
                }
            }
            return bytes;
        }

        void vacuum() throws SQLException {
            try (Connection connection = DriverManager.getConnection(jdbcUrl, user, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM ANALYZE");
            }
        }
    }

    /** What has come since. */
    StoreFigures minus(StoreFigures before) {
        return new StoreFigures(
                resources - before.resources,
                versions - before.versions,
                indexRows - before.indexRows,
                bytes - before.bytes);
    }
}
