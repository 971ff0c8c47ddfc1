package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qantara.engine.ledger.StudyLedger.Rows;
import org.qantara.engine.ledger.StudyLedger.Waiting;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.study.StudyDocument;
import org.qantara.engine.study.StudyInstance;
import org.qantara.engine.study.StudyKey;

/** The tables of studies, their series and instances, and of the messages that wait. */
final class StudyTable {
    static final int FORGET_ROWS = 200;

    private StudyTable() {}

    /**
     * Forgets studies of which the ledger has no message any more, and rejection notes likewise. Numbers grow with time, so only what is
     * below the oldest settled message is looked at.
     *
     * @return how many studies
     */
    static long forget(Connection connection) throws SQLException {
        long oldest = Sql.first(
                        connection,
                        "SELECT COALESCE(MIN(intake), 9223372036854775807) FROM message WHERE state NOT IN ('accepted', 'quarantined')",
                        row -> row.getLong(1))
                .orElse(0L);
        List<String[]> studies = Sql.list(
                connection,
                "SELECT s.facility, s.study_uid FROM study s WHERE s.intake < ? AND NOT EXISTS (SELECT 1 FROM study_waiting w"
                        + " WHERE w.facility = s.facility AND w.study_uid = s.study_uid) AND NOT EXISTS (SELECT 1 FROM"
                        + " study_instance i JOIN message m ON m.intake = i.intake WHERE i.facility = s.facility"
                        + " AND i.study_uid = s.study_uid) LIMIT ?",
                row -> new String[] {row.getString(1), row.getString(2)},
                oldest,
                FORGET_ROWS);
        for (String[] study : studies) {
            for (String table : new String[] {"study_instance", "study_series", "study_version", "study"}) {
                Sql.update(
                        connection,
                        "DELETE FROM " + table + " WHERE facility = ? AND study_uid = ?",
                        study[0],
                        study[1]);
            }
        }
        Sql.update(
                connection,
                "DELETE FROM rejected_instance WHERE intake < ? AND NOT EXISTS (SELECT 1 FROM message m"
                        + " WHERE m.intake = rejected_instance.intake) AND NOT EXISTS (SELECT 1 FROM study_instance i"
                        + " WHERE i.facility = rejected_instance.facility"
                        + " AND i.sop_instance_uid = rejected_instance.sop_instance_uid)",
                oldest);
        return studies.size();
    }

    /**
     * Whether the study is known under another patient number. After a merge of the two (A18, A40) it is not another patient: the
     * instance's number counts from then on.
     */
    static boolean isOfOther(Connection connection, StoredMessage message, StudyInstance instance) throws SQLException {
        String patient = message.labels().patient();
        Optional<Optional<String>> known = Sql.first(
                connection,
                "SELECT patient FROM study WHERE facility = ? AND study_uid = ?",
                row -> Optional.ofNullable(row.getString(1)),
                message.facility(),
                instance.studyUid());
        String before = known.flatMap(value -> value).orElse(null);
        return patient != null
                && before != null
                && !before.equals(patient)
                && !merged(connection, message.facility(), patient, before)
                && !merged(connection, message.facility(), before, patient);
    }

    private static boolean merged(Connection connection, String facility, String surviving, String retired)
            throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM message_key r JOIN message_key s ON s.intake = r.intake AND s.kind = 'patient'"
                                + " JOIN message m ON m.intake = r.intake WHERE r.key_value = ? AND r.kind = 'other'"
                                + " AND s.key_value = ? AND m.facility = ? AND m.state = 'delivered'"
                                + " AND m.message_type IN ('ADT^A18', 'ADT^A34', 'ADT^A39', 'ADT^A40') LIMIT 1",
                        row -> 1,
                        retired,
                        surviving,
                        facility)
                .isPresent();
    }

    static boolean any(Connection connection, String facility) throws SQLException {
        return known(connection, "SELECT 1 FROM study WHERE facility = ? LIMIT 1", facility);
    }

    static void note(Connection connection, StoredMessage message, StudyInstance instance) throws SQLException {
        study(connection, message, instance);
        if (instance.listed()) {
            series(connection, message, instance);
            instance(connection, message, instance);
        }
        for (StudyInstance.Rejected rejected : instance.rejects()) {
            if (!isRejected(connection, message.facility(), rejected.sopInstanceUid())) {
                Sql.update(
                        connection,
                        "INSERT INTO rejected_instance (facility, sop_instance_uid, reason, intake) VALUES (?, ?, ?, ?)",
                        message.facility(),
                        rejected.sopInstanceUid(),
                        rejected.reason(),
                        message.intake());
            }
        }
        for (String other : instance.rejects().stream()
                .map(StudyInstance.Rejected::studyUid)
                .filter(uid -> !uid.equals(instance.studyUid()))
                .distinct()
                .toList()) {
            StudyVersions.stale(connection, message.facility(), other);
        }
    }

    private static boolean isRejected(Connection connection, String facility, String sopInstanceUid)
            throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM rejected_instance WHERE facility = ? AND sop_instance_uid = ?",
                        row -> 1,
                        facility,
                        sopInstanceUid)
                .isPresent();
    }

    /** A rejection note says less of patient and study than images do, so it changes nothing that they said. */
    private static void study(Connection connection, StoredMessage message, StudyInstance instance)
            throws SQLException {
        long upTo = instance.listed() ? message.intake() : -1;
        int updated = Sql.update(
                connection,
                "UPDATE study SET patient = COALESCE(?, patient), accession = COALESCE(?, accession), attributes = ?,"
                        + " intake = ? WHERE facility = ? AND study_uid = ? AND intake <= ?",
                message.labels().patient(),
                instance.accession(),
                instance.study(),
                message.intake(),
                message.facility(),
                instance.studyUid(),
                upTo);
        if (updated == 0
                && !known(
                        connection,
                        "SELECT 1 FROM study WHERE facility = ? AND study_uid = ?",
                        message.facility(),
                        instance.studyUid())) {
            Sql.update(
                    connection,
                    "INSERT INTO study (facility, study_uid, patient, accession, attributes, intake)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    message.facility(),
                    instance.studyUid(),
                    message.labels().patient(),
                    instance.accession(),
                    instance.study(),
                    instance.listed() ? message.intake() : 0L);
        }
    }

    private static void series(Connection connection, StoredMessage message, StudyInstance instance)
            throws SQLException {
        int updated = Sql.update(
                connection,
                "UPDATE study_series SET attributes = ?, intake = ?"
                        + " WHERE facility = ? AND study_uid = ? AND series_uid = ? AND intake <= ?",
                instance.series(),
                message.intake(),
                message.facility(),
                instance.studyUid(),
                instance.seriesUid(),
                message.intake());
        if (updated == 0
                && !known(
                        connection,
                        "SELECT 1 FROM study_series WHERE facility = ? AND study_uid = ? AND series_uid = ?",
                        message.facility(),
                        instance.studyUid(),
                        instance.seriesUid())) {
            Sql.update(
                    connection,
                    "INSERT INTO study_series (facility, study_uid, series_uid, attributes, intake) VALUES (?, ?, ?, ?, ?)",
                    message.facility(),
                    instance.studyUid(),
                    instance.seriesUid(),
                    instance.series(),
                    message.intake());
        }
    }

    private static void instance(Connection connection, StoredMessage message, StudyInstance instance)
            throws SQLException {
        int updated = Sql.update(
                connection,
                "UPDATE study_instance SET series_uid = ?, attributes = ?, intake = ?"
                        + " WHERE facility = ? AND study_uid = ? AND sop_instance_uid = ? AND intake <= ?",
                instance.seriesUid(),
                instance.instance(),
                message.intake(),
                message.facility(),
                instance.studyUid(),
                instance.sopInstanceUid(),
                message.intake());
        if (updated == 0
                && !known(
                        connection,
                        "SELECT 1 FROM study_instance WHERE facility = ? AND study_uid = ? AND sop_instance_uid = ?",
                        message.facility(),
                        instance.studyUid(),
                        instance.sopInstanceUid())) {
            Sql.update(
                    connection,
                    "INSERT INTO study_instance (facility, study_uid, sop_instance_uid, series_uid, attributes, intake)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    message.facility(),
                    instance.studyUid(),
                    instance.sopInstanceUid(),
                    instance.seriesUid(),
                    instance.instance(),
                    message.intake());
        }
    }

    private static boolean known(Connection connection, String sql, String... keys) throws SQLException {
        return Sql.first(connection, sql, row -> 1, (Object[]) keys).isPresent();
    }

    static void waits(Connection connection, StudyKey key, StoredMessage message, boolean document)
            throws SQLException {
        boolean known = Sql.first(
                        connection,
                        "SELECT 1 FROM study_waiting WHERE destination = ? AND facility = ? AND study_uid = ?"
                                + " AND intake = ?",
                        row -> 1,
                        key.destination(),
                        key.facility(),
                        key.studyUid(),
                        message.intake())
                .isPresent();
        if (!known) {
            Sql.update(
                    connection,
                    "INSERT INTO study_waiting (destination, facility, study_uid, intake, stored_at_ms, document,"
                            + " noted_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    key.destination(),
                    key.facility(),
                    key.studyUid(),
                    message.intake(),
                    message.storedAtMs(),
                    document,
                    MessageInsert.now());
        }
    }

    static void waitsNoMore(Connection connection, StudyKey key, long intake) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM study_waiting WHERE destination = ? AND facility = ? AND study_uid = ? AND intake = ?",
                key.destination(),
                key.facility(),
                key.studyUid(),
                intake);
    }

    static List<Waiting> waiting(Connection connection, StudyKey key) throws SQLException {
        return Sql.list(
                connection,
                "SELECT intake, stored_at_ms, document FROM study_waiting WHERE destination = ? AND facility = ?"
                        + " AND study_uid = ? ORDER BY intake",
                row -> new Waiting(row.getLong(1), row.getLong(2), row.getBoolean(3)),
                key.destination(),
                key.facility(),
                key.studyUid());
    }

    static List<StudyKey> waitingSince(Connection connection, OffsetDateTime before, int limit) throws SQLException {
        return Sql.list(
                connection,
                "SELECT DISTINCT destination, facility, study_uid FROM study_waiting WHERE noted_at < ? LIMIT ?",
                StudyVersions::key,
                before,
                limit);
    }

    /** Whatever changed it last: an instance, or a note that took one back. */
    static long last(Connection connection, String facility, String studyUid) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT GREATEST((SELECT COALESCE(MAX(intake), 0) FROM study_instance WHERE facility = ?"
                                + " AND study_uid = ?), (SELECT COALESCE(MAX(r.intake), 0) FROM rejected_instance r"
                                + " JOIN study_instance i ON i.facility = r.facility"
                                + " AND i.sop_instance_uid = r.sop_instance_uid"
                                + " WHERE i.facility = ? AND i.study_uid = ?))",
                        row -> row.getLong(1),
                        facility,
                        studyUid,
                        facility,
                        studyUid)
                .orElse(0L);
    }

    static Optional<Rows> find(Connection connection, String facility, String studyUid) throws SQLException {
        Optional<String> attributes = Sql.first(
                connection,
                "SELECT attributes FROM study WHERE facility = ? AND study_uid = ?",
                row -> row.getString(1),
                facility,
                studyUid);
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> instances = new LinkedHashMap<>();
        for (String[] row : Sql.list(
                connection,
                "SELECT i.series_uid, i.attributes FROM study_instance i LEFT JOIN rejected_instance r"
                        + " ON r.facility = i.facility AND r.sop_instance_uid = i.sop_instance_uid"
                        + " WHERE i.facility = ? AND i.study_uid = ? AND r.sop_instance_uid IS NULL"
                        + " ORDER BY i.sop_instance_uid",
                row -> new String[] {row.getString(1), row.getString(2)},
                facility,
                studyUid)) {
            instances.computeIfAbsent(row[0], uid -> new ArrayList<>()).add(row[1]);
        }
        List<StudyDocument.Series> series = Sql.list(
                connection,
                "SELECT series_uid, attributes FROM study_series WHERE facility = ? AND study_uid = ?"
                        + " ORDER BY series_uid",
                row -> new StudyDocument.Series(row.getString(2), instances.getOrDefault(row.getString(1), List.of())),
                facility,
                studyUid);
        long last = last(connection, facility, studyUid);
        return Optional.of(new Rows(last, attributes.get(), series));
    }
}
