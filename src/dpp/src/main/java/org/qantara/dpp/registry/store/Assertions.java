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

    /** The joins that touch a home of the list, as homes. */
    public List<Edge> edges(Collection<String> homes) {
        List<Edge> edges = new ArrayList<>();
        for (String side : List.of("F", "T")) {
            jdbc.query(
                    "SELECT F.HOME, T.HOME, A.KIND FROM QANTARA_MPI_ASSERTION A"
                            + " JOIN QANTARA_MPI_RECORD F ON F.PATIENT_ID = A.FROM_PATIENT"
                            + " JOIN QANTARA_MPI_RECORD T ON T.PATIENT_ID = A.TO_PATIENT"
                            + " WHERE F.HOME IS NOT NULL AND T.HOME IS NOT NULL AND F.DELETED = FALSE AND T.DELETED = FALSE AND "
                            + side + ".HOME IN (" + Records.marks(homes.size()) + ")",
                    row -> {
                        edges.add(new Edge(row.getString(1), row.getString(2), row.getString(3)));
                    },
                    homes.toArray());
        }
        return edges;
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

    /** Patients that are kept apart from this one. */
    public Set<String> apartFrom(String patientId) {
        Set<String> others = new HashSet<>(
                jdbc.queryForList("SELECT B FROM QANTARA_MPI_APART WHERE A = ?", String.class, patientId));
        others.addAll(jdbc.queryForList("SELECT A FROM QANTARA_MPI_APART WHERE B = ?", String.class, patientId));
        return others;
    }
}
