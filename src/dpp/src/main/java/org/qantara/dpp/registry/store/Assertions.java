package org.qantara.dpp.registry.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What people and messages say about two records: one person ({@code Patient.link}, by A40, A24 and the like), or two whatever the
 * evidence. Thread-safe.
 */
public final class Assertions {
    /** Kind of a join that a person made in a review; all others are types of {@code Patient.link}. */
    public static final String BY_PEOPLE = "people";

    private static final String JOINED = "(SELECT A, B FROM QANTARA_MPI_STATEMENT WHERE STATE = 'joined') A";

    private final JdbcTemplate jdbc;

    /**
     * Two homes that somebody joined.
     *
     * @param to the survivor's where {@code kind} is {@code replaced-by}
     */
    public record Edge(String from, String to, String kind) {}

    public Assertions(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Makes {@code links} (other patient to type) everything that a patient says about itself; the patients concerned by the change. */
    public Set<String> replace(String patientId, Map<String, String> links) {
        Set<String> changed = new HashSet<>();
        Set<String> stored = new HashSet<>();
        jdbc.query(
                "SELECT TO_PATIENT, KIND FROM QANTARA_MPI_ASSERTION WHERE FROM_PATIENT = ? AND KIND <> '" + BY_PEOPLE
                        + "'",
                row -> {
                    if (row.getString(2).equals(links.get(row.getString(1)))) {
                        stored.add(row.getString(1));
                    } else {
                        changed.add(row.getString(1));
                    }
                },
                patientId);
        changed.forEach(other -> jdbc.update(
                "DELETE FROM QANTARA_MPI_ASSERTION WHERE FROM_PATIENT = ? AND TO_PATIENT = ?", patientId, other));
        links.forEach((other, kind) -> {
            if (!stored.contains(other) && !other.equals(patientId)) {
                join(patientId, other, kind);
                changed.add(other);
            }
        });
        return changed;
    }

    /** Says that two records are one person. */
    public void join(String from, String to, String kind) {
        jdbc.update("DELETE FROM QANTARA_MPI_ASSERTION WHERE FROM_PATIENT = ? AND TO_PATIENT = ?", from, to);
        jdbc.update(
                "INSERT INTO QANTARA_MPI_ASSERTION (FROM_PATIENT, TO_PATIENT, KIND) VALUES (?, ?, ?)", from, to, kind);
    }

    /** Takes back what people, not messages, joined to a patient; the other patients. */
    public Set<String> part(String patientId) {
        Set<String> others = new HashSet<>(jdbc.queryForList(
                "SELECT TO_PATIENT FROM QANTARA_MPI_ASSERTION WHERE FROM_PATIENT = ? AND KIND = '" + BY_PEOPLE + "'",
                String.class,
                patientId));
        others.addAll(jdbc.queryForList(
                "SELECT FROM_PATIENT FROM QANTARA_MPI_ASSERTION WHERE TO_PATIENT = ? AND KIND = '" + BY_PEOPLE + "'",
                String.class,
                patientId));
        jdbc.update(
                "DELETE FROM QANTARA_MPI_ASSERTION WHERE (FROM_PATIENT = ? OR TO_PATIENT = ?) AND KIND = '" + BY_PEOPLE
                        + "'",
                patientId,
                patientId);
        return others;
    }

    /** Patients whom messages and clients join with this one by {@code Patient.link}, in either direction. */
    public Set<String> linked(String patientId) {
        Set<String> others = new HashSet<>();
        jdbc.query(
                "SELECT FROM_PATIENT, TO_PATIENT FROM QANTARA_MPI_ASSERTION WHERE (FROM_PATIENT = ? OR TO_PATIENT = ?) AND KIND <> '"
                        + BY_PEOPLE + "'",
                row -> {
                    others.add(row.getString(1));
                    others.add(row.getString(2));
                },
                patientId,
                patientId);
        others.remove(patientId);
        return others;
    }

    /** The joins that touch a home of the list, as homes; of a pair that people keep apart none. */
    public List<Edge> edges(Collection<String> homes) {
        List<Edge> edges = new ArrayList<>();
        for (String side : List.of("F", "T")) {
            edges(edges, "A.FROM_PATIENT", "A.TO_PATIENT", "A.KIND", "QANTARA_MPI_ASSERTION A", side, homes);
            edges(edges, "A.A", "A.B", "'linkage'", JOINED, side, homes);
        }
        return edges;
    }

    private void edges(
            List<Edge> edges,
            String from,
            String to,
            String kind,
            String table,
            String side,
            Collection<String> homes) {
        jdbc.query(
                "SELECT F.HOME, T.HOME, " + kind + " FROM " + table
                        + " JOIN QANTARA_MPI_RECORD F ON F.PATIENT_ID = " + from
                        + " JOIN QANTARA_MPI_RECORD T ON T.PATIENT_ID = " + to
                        + " WHERE F.HOME IS NOT NULL AND T.HOME IS NOT NULL AND F.DELETED = FALSE AND T.DELETED = FALSE AND "
                        + side + ".HOME IN (" + Records.marks(homes.size()) + ")"
                        + " AND NOT EXISTS (SELECT 1 FROM QANTARA_MPI_APART X WHERE X.A = " + from + " AND X.B = " + to
                        + ") AND NOT EXISTS (SELECT 1 FROM QANTARA_MPI_APART Y WHERE Y.A = " + to + " AND Y.B = " + from
                        + ")",
                row -> {
                    edges.add(new Edge(row.getString(1), row.getString(2), row.getString(3)));
                },
                homes.toArray());
    }

    /** A person said that these are two people. */
    public void keepApart(String one, String other) {
        String a = one.compareTo(other) <= 0 ? one : other;
        String b = a.equals(one) ? other : one;
        if (!apartFrom(one).contains(other)) {
            jdbc.update("INSERT INTO QANTARA_MPI_APART (A, B) VALUES (?, ?)", a, b);
        }
    }

    /** Takes that back. */
    public void allowTogether(String one, String other) {
        jdbc.update("DELETE FROM QANTARA_MPI_APART WHERE A IN (?, ?) AND B IN (?, ?)", one, other, one, other);
    }

    /** Patients that people keep apart from this one. */
    public Set<String> apartFrom(String patientId) {
        Set<String> others = new HashSet<>(
                jdbc.queryForList("SELECT B FROM QANTARA_MPI_APART WHERE A = ?", String.class, patientId));
        others.addAll(jdbc.queryForList("SELECT A FROM QANTARA_MPI_APART WHERE B = ?", String.class, patientId));
        return others;
    }
}
