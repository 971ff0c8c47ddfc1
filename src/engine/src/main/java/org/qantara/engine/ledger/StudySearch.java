package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.StudyLedger.Found;
import org.qantara.engine.ledger.StudyLedger.Wanted;

/** Finds studies by what they are indexed by. */
final class StudySearch {
    private StudySearch() {}

    static List<Found> find(Connection connection, Wanted wanted, int limit) throws SQLException {
        List<String> where = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        add(where, parameters, "study_uid = ?", wanted.studyUid());
        add(where, parameters, "patient = ?", wanted.patient());
        add(where, parameters, "accession = ?", wanted.accession());
        parameters.add(limit);
        return Sql.list(
                connection,
                "SELECT facility, study_uid, attributes FROM study"
                        + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
                        + " ORDER BY intake DESC LIMIT ?",
                row -> new Found(row.getString(1), row.getString(2), row.getString(3)),
                parameters.toArray());
    }

    private static void add(List<String> where, List<Object> parameters, String condition, @Nullable String value) {
        if (value != null) {
            where.add(condition);
            parameters.add(value);
        }
    }
}
