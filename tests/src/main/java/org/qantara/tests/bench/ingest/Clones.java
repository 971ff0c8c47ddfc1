package org.qantara.tests.bench.ingest;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.qantara.tests.bench.ingest.StoreFigures.Store;

/**
 * Fills a DPP's database with copies of one record, row by row in SQL: new numbers, new ids, the same contents and index values. Loading the same
 * through the API would take an hour. Identifiers of the copied patients are random, so that each is found by nothing but its id.
 */
final class Clones {

    /** Copies are numbered from here, far above what the server has handed out. */
    private static final long NUMBERS_FROM = 1_000_000_000L;

    private static final String[] SHIFTED = {
        "hfj_resource: res_id",
        "hfj_res_ver: pid, res_id",
        "hfj_res_link: pid, src_resource_id, target_resource_id",
        "hfj_spidx_token: sp_id, res_id",
        "hfj_spidx_string: sp_id, res_id",
        "hfj_spidx_date: sp_id, res_id"
    };

    private Clones() {}

    /**
     * Copies the record of a patient: the patient and whatever refers to it.
     *
     * @param patient logical id
     * @return logical ids of the copies
     */
    static List<String> make(Store store, String patient, int copies) throws SQLException {
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl(), store.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMP TABLE record AS SELECT res_id FROM hfj_resource WHERE res_type = 'Patient' AND"
                            + " fhir_id = '"
                            + patient + "' UNION SELECT l.src_resource_id FROM hfj_res_link l JOIN hfj_resource p "
                            + "ON p.res_id = l.target_resource_id WHERE p.res_type = 'Patient' AND p.fhir_id = '"
                            + patient + "'");
            statement.execute("CREATE TEMP TABLE number AS SELECT g AS copy, " + NUMBERS_FROM
                    + " + g * 1000000000::bigint AS shift FROM generate_series(1, " + copies + ") g");
            for (String table : SHIFTED) {
                statement.execute(copy(
                        statement,
                        table.substring(0, table.indexOf(':')),
                        table.substring(table.indexOf(':') + 2).split(", ")));
            }
            List<String> ids = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT fhir_id FROM hfj_resource WHERE res_type = 'Patient' AND res_id > "
                            + NUMBERS_FROM + " ORDER BY fhir_id")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        }
    }

    private static String copy(Statement statement, String table, String[] shifted) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
            for (int index = 1; index <= row.getMetaData().getColumnCount(); index++) {
                String column = row.getMetaData().getColumnName(index);
                columns.add(column);
                values.add(value(table, column, List.of(shifted)));
            }
        }
        String owner = table.equals("hfj_res_link") ? "src_resource_id" : "res_id";
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + String.join(", ", values)
                + " FROM " + table + " t JOIN record r ON r.res_id = t." + owner + " CROSS JOIN number n";
    }

    private static String value(String table, String column, List<String> shifted) {
        if (column.equals("target_resource_id")) {
            // what is outside the record (doctors, wards) stays one
            return "CASE WHEN t.target_resource_id IN (SELECT res_id FROM record) THEN t.target_resource_id + n.shift"
                    + " ELSE t.target_resource_id END";
        }
        if (shifted.contains(column)) {
            return "t." + column + " + n.shift";
        }
        if (column.equals("fhir_id")) {
            return "md5(t.fhir_id || '-' || n.copy)::uuid::text";
        }
        if (table.equals("hfj_spidx_token") && column.startsWith("hash_") && !column.equals("hash_identity")) {
            return "CASE WHEN t.sp_value LIKE 'IPP%' THEN t." + column + " # n.shift ELSE t." + column + " END";
        }
        return "t." + column;
    }
}
