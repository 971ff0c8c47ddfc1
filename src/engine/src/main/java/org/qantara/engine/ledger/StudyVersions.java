package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.StudyLedger.Numbered;
import org.qantara.engine.ledger.StudyLedger.Stale;
import org.qantara.engine.ledger.StudyLedger.Unjoined;
import org.qantara.engine.ledger.StudyLedger.Version;
import org.qantara.engine.study.StudyKey;

/** What destinations have of studies: the table {@code study_version}. */
final class StudyVersions {
    private StudyVersions() {}

    static Optional<Numbered> find(Connection connection, StudyKey key) throws SQLException {
        return Sql.first(
                connection,
                "SELECT resource, versions, stale_at, intake FROM study_version"
                        + " WHERE facility = ? AND study_uid = ? AND destination = ?",
                row -> new Numbered(
                        new Version(row.getString(1), row.getInt(2), row.getObject(3, OffsetDateTime.class)),
                        row.getLong(4)),
                key.facility(),
                key.studyUid(),
                key.destination());
    }

    static void sent(
            Connection connection,
            StudyKey key,
            long intake,
            @Nullable String resource,
            @Nullable OffsetDateTime staleAt)
            throws SQLException {
        int known = Sql.update(
                connection,
                "UPDATE study_version SET resource = COALESCE(?, resource), versions = versions + 1, intake = ?,"
                        + " stale_at = CASE WHEN stale_at = ? THEN NULL ELSE stale_at END, written_at = ?,"
                        + " joined = CASE WHEN resource IS NULL THEN FALSE ELSE joined END"
                        + " WHERE facility = ? AND study_uid = ? AND destination = ?",
                resource,
                intake,
                staleAt,
                MessageInsert.now(),
                key.facility(),
                key.studyUid(),
                key.destination());
        if (known == 0) {
            Sql.update(
                    connection,
                    "INSERT INTO study_version (facility, study_uid, destination, resource, versions, intake, joined,"
                            + " stale_at, written_at) VALUES (?, ?, ?, ?, 1, ?, FALSE, NULL, ?)",
                    key.facility(),
                    key.studyUid(),
                    key.destination(),
                    resource,
                    intake,
                    MessageInsert.now());
        }
    }

    static List<Stale> stale(Connection connection, int limit) throws SQLException {
        return Sql.list(
                connection,
                "SELECT v.destination, v.facility, v.study_uid, s.accession, v.stale_at FROM study_version v JOIN study s"
                        + " ON s.facility = v.facility AND s.study_uid = v.study_uid"
                        + " WHERE v.stale_at IS NOT NULL ORDER BY v.stale_at LIMIT ?",
                row -> new Stale(key(row), row.getString(4), row.getObject(5, OffsetDateTime.class)),
                limit);
    }

    static List<Unjoined> unjoined(Connection connection, String destination, int limit) throws SQLException {
        return Sql.list(
                connection,
                "SELECT v.destination, v.facility, v.study_uid, s.accession FROM study_version v JOIN study s"
                        + " ON s.facility = v.facility AND s.study_uid = v.study_uid"
                        + " WHERE v.joined = FALSE AND v.destination = ? AND v.resource IS NOT NULL LIMIT ?",
                row -> new Unjoined(key(row), row.getString(4)),
                destination,
                limit);
    }

    static boolean joined(Connection connection, StudyKey key) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE study_version SET joined = TRUE WHERE facility = ? AND study_uid = ? AND destination = ?",
                        key.facility(),
                        key.studyUid(),
                        key.destination())
                > 0;
    }

    static boolean leave(Connection connection, StudyKey key) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE study_version SET stale_at = NULL WHERE facility = ? AND study_uid = ? AND destination = ?",
                        key.facility(),
                        key.studyUid(),
                        key.destination())
                > 0;
    }

    static List<String> resources(Connection connection, String facility, String accession, String destination)
            throws SQLException {
        return Sql.list(
                connection,
                "SELECT v.resource FROM study s JOIN study_version v ON v.facility = s.facility"
                        + " AND v.study_uid = s.study_uid WHERE s.facility = ? AND s.accession = ?"
                        + " AND v.destination = ? AND v.resource IS NOT NULL ORDER BY s.study_uid",
                row -> row.getString(1),
                facility,
                accession,
                destination);
    }

    static void staleByAccession(Connection connection, String facility, String accession) throws SQLException {
        Sql.update(
                connection,
                "UPDATE study_version SET stale_at = ? WHERE facility = ? AND study_uid IN"
                        + " (SELECT study_uid FROM study WHERE facility = ? AND accession = ?)",
                MessageInsert.now(),
                facility,
                facility,
                accession);
    }

    static void stale(Connection connection, String facility, String studyUid) throws SQLException {
        Sql.update(
                connection,
                "UPDATE study_version SET stale_at = ? WHERE facility = ? AND study_uid = ?",
                MessageInsert.now(),
                facility,
                studyUid);
    }

    static StudyKey key(ResultSet row) throws SQLException {
        return new StudyKey(row.getString(1), row.getString(2), row.getString(3));
    }
}
