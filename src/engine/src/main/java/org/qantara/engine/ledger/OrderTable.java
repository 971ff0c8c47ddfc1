package org.qantara.engine.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.ClinicalOrder;
import org.qantara.engine.order.OrderQuery;
import org.qantara.engine.order.OrderReader;

/**
 * The table of orders. Order, report and study come in any order: each writes what it knows and leaves what a later message has
 * written; whichever comes second completes the link.
 */
final class OrderTable {
    private OrderTable() {}

    /** Notes the orders of a message, or the study that an instance's accession number belongs to. */
    static void note(Connection connection, StoredMessage message) throws SQLException {
        for (ClinicalOrder order : OrderReader.read(message)) {
            upsert(connection, order);
            StudyLedger.orderCame(connection, order.facility(), order.accession());
        }
        String accession = message.labels().fillerOrder();
        if (message.received().format().equals("dicom+json") && accession != null) {
            Sql.update(
                    connection,
                    "UPDATE clinical_order SET study_intake = ?, study_uid = COALESCE(?, study_uid), updated_at = ?"
                            + " WHERE facility = ? AND accession = ? AND study_intake < ?",
                    message.intake(),
                    message.labels().visit(),
                    MessageInsert.now(),
                    message.facility(),
                    accession,
                    message.intake());
        }
    }

    static void upsert(Connection connection, ClinicalOrder news) throws SQLException {
        Optional<ClinicalOrder> before = before(connection, news);
        if (before.isEmpty()) {
            insert(connection, news);
            return;
        }
        ClinicalOrder old = before.get();
        boolean report = news.reportIntake() > 0;
        boolean newer = news.orderIntake() >= old.orderIntake() && !report || old.orderIntake() == 0;
        long reportIntake = Math.max(old.reportIntake(), news.reportIntake());
        String status = report
                ? (old.status().equals("cancelled") && news.status().equals("reported") ? "reported" : news.status())
                : newer
                        ? (reportIntake > 0 && news.status().equals("ordered") ? "reported" : news.status())
                        : old.status();
        Sql.update(
                connection,
                "UPDATE clinical_order SET placer = ?, filler = ?, accession = ?, sample = ?, patient = ?,"
                        + " patient_name = ?, birth_date = ?, sex = ?, visit = ?, test_text = ?, test_system = ?,"
                        + " modality = ?, station = ?, scheduled_at = ?, requester = ?, study_uid = ?, status = ?,"
                        + " order_intake = ?, report_intake = ?, updated_at = ?"
                        + " WHERE facility = ? AND order_number = ? AND test_code = ?",
                pick(newer, news.placer(), old.placer()),
                pick(newer, news.filler(), old.filler()),
                pick(newer, news.accession(), old.accession()),
                pick(newer, news.sample(), old.sample()),
                pick(newer, news.patient(), old.patient()),
                pick(newer, news.patientName(), old.patientName()),
                pick(newer, news.birthDate(), old.birthDate()),
                pick(newer, news.sex(), old.sex()),
                pick(newer, news.visit(), old.visit()),
                pick(newer, news.testText(), old.testText()),
                pick(newer, news.testSystem(), old.testSystem()),
                pick(newer, news.modality(), old.modality()),
                pick(newer, news.station(), old.station()),
                pick(newer, news.scheduledAt(), old.scheduledAt()),
                pick(newer, news.requester(), old.requester()),
                pick(newer, news.studyUid(), old.studyUid()),
                status,
                Math.max(old.orderIntake(), news.orderIntake()),
                reportIntake,
                MessageInsert.now(),
                old.facility(),
                old.orderNumber(),
                old.testCode());
    }

    /** The row of the same order: by its number, or by the filler number that the other side knows it by. */
    private static Optional<ClinicalOrder> before(Connection connection, ClinicalOrder news) throws SQLException {
        Optional<ClinicalOrder> same = Sql.first(
                connection,
                "SELECT * FROM clinical_order WHERE facility = ? AND order_number = ? AND test_code = ?",
                OrderTable::read,
                news.facility(),
                news.orderNumber(),
                news.testCode());
        if (same.isPresent() || news.filler() == null) {
            return same;
        }
        return Sql.first(
                connection,
                "SELECT * FROM clinical_order WHERE filler = ? AND facility = ? AND test_code = ?"
                        + " ORDER BY order_intake DESC LIMIT 1",
                OrderTable::read,
                news.filler(),
                news.facility(),
                news.testCode());
    }

    private static @Nullable String pick(boolean newer, @Nullable String news, @Nullable String old) {
        return newer ? (news != null ? news : old) : (old != null ? old : news);
    }

    private static void insert(Connection connection, ClinicalOrder o) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO clinical_order (facility, order_number, test_code, placer, filler, accession, sample,"
                        + " patient, patient_name, birth_date, sex, visit, test_text, test_system, modality, station,"
                        + " scheduled_at, requester, study_uid, status, order_intake, report_intake, study_intake,"
                        + " updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                o.facility(),
                o.orderNumber(),
                o.testCode(),
                o.placer(),
                o.filler(),
                o.accession(),
                o.sample(),
                o.patient(),
                o.patientName(),
                o.birthDate(),
                o.sex(),
                o.visit(),
                o.testText(),
                o.testSystem(),
                o.modality(),
                o.station(),
                o.scheduledAt(),
                o.requester(),
                o.studyUid(),
                o.status(),
                o.orderIntake(),
                o.reportIntake(),
                o.studyIntake(),
                MessageInsert.now());
    }

    static List<ClinicalOrder> find(Connection connection, OrderQuery query) throws SQLException {
        List<String> where = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        add(where, parameters, "facility = ?", query.facility());
        add(where, parameters, "accession = ?", query.accession());
        add(where, parameters, "sample = ?", query.sample());
        add(where, parameters, "patient = ?", query.patient());
        if (query.order() != null) {
            where.add("(placer = ? OR filler = ?)");
            parameters.add(query.order());
            parameters.add(query.order());
        }
        add(where, parameters, "modality = ?", query.modality());
        add(where, parameters, "station = ?", query.station());
        add(where, parameters, "scheduled_at >= ?", query.scheduledFrom());
        add(where, parameters, "scheduled_at < ?", query.scheduledTo());
        if (query.openOnly()) {
            where.add("status = 'ordered'");
        }
        parameters.add(query.limit());
        return Sql.list(
                connection,
                "SELECT * FROM clinical_order"
                        + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
                        + " ORDER BY scheduled_at, order_number, test_code LIMIT ?",
                OrderTable::read,
                parameters.toArray());
    }

    private static void add(List<String> where, List<Object> parameters, String condition, @Nullable String value) {
        if (value != null) {
            where.add(condition);
            parameters.add(value);
        }
    }

    private static ClinicalOrder read(ResultSet row) throws SQLException {
        return new ClinicalOrder(
                row.getString("facility"),
                row.getString("order_number"),
                row.getString("test_code"),
                row.getString("placer"),
                row.getString("filler"),
                row.getString("accession"),
                row.getString("sample"),
                row.getString("patient"),
                row.getString("patient_name"),
                row.getString("birth_date"),
                row.getString("sex"),
                row.getString("visit"),
                row.getString("test_text"),
                row.getString("test_system"),
                row.getString("modality"),
                row.getString("station"),
                row.getString("scheduled_at"),
                row.getString("requester"),
                row.getString("study_uid"),
                row.getString("status"),
                row.getLong("order_intake"),
                row.getLong("report_intake"),
                row.getLong("study_intake"));
    }
}
