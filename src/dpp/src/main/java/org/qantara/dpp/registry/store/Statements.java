package org.qantara.dpp.registry.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What facilities say about two of their numbers in a {@code Linkage} (A24, A37): one person, or two. Kept until it is taken back; whether the
 * registry has followed it is kept too, so that a killed process loses none. Thread-safe.
 */
public final class Statements {
    private static final int SENDER_CHARS_MAX = 120;

    private final JdbcTemplate jdbc;

    /** What is said of a pair. */
    public enum State {
        JOINED,
        PARTED,
        /** The Linkage was deleted or speaks of somebody else now. */
        WITHDRAWN
    }

    /**
     * One statement.
     *
     * @param sender for people: a facility
     */
    public record Statement(String linkage, String one, String other, State state, String sender) {
        /** The other of the two. */
        public String besides(String patientId) {
            return patientId.equals(one) ? other : one;
        }
    }

    public Statements(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /**
     * Makes this everything that a Linkage says; of each pair about which something changed one patient. The first of {@code patients} is paired
     * with each other.
     */
    public List<String> say(String linkage, List<String> patients, State state, String sender) {
        List<String> concerned = new ArrayList<>();
        List<Statement> before =
                list("SELECT LINKAGE_ID, A, B, STATE, SENDER FROM QANTARA_MPI_STATEMENT WHERE LINKAGE_ID = ?", linkage);
        List<Statement> now = new ArrayList<>();
        for (String other : patients.subList(Math.min(1, patients.size()), patients.size())) {
            String first = patients.get(0);
            boolean ordered = first.compareTo(other) <= 0;
            if (!first.equals(other)) {
                now.add(new Statement(linkage, ordered ? first : other, ordered ? other : first, state, sender));
            }
        }
        for (Statement old : before) {
            boolean stands = now.removeIf(statement -> same(statement, old) && statement.state() == old.state());
            boolean said = now.stream().anyMatch(statement -> same(statement, old));
            if (!stands && !said) {
                now.add(new Statement(linkage, old.one(), old.other(), State.WITHDRAWN, sender));
            }
        }
        for (Statement statement : now) {
            jdbc.update(
                    "DELETE FROM QANTARA_MPI_STATEMENT WHERE LINKAGE_ID = ? AND A = ? AND B = ?",
                    linkage,
                    statement.one(),
                    statement.other());
            jdbc.update(
                    "INSERT INTO QANTARA_MPI_STATEMENT (LINKAGE_ID, A, B, STATE, SENDER, FOLLOWED) VALUES (?, ?, ?, ?, ?, FALSE)",
                    linkage,
                    statement.one(),
                    statement.other(),
                    statement.state().name().toLowerCase(Locale.ROOT),
                    sender.substring(0, Math.min(SENDER_CHARS_MAX, sender.length())));
            concerned.add(statement.one());
        }
        return concerned;
    }

    /** What the registry has not followed yet about a patient. */
    public List<Statement> unfollowed(String patientId) {
        return list(
                "SELECT LINKAGE_ID, A, B, STATE, SENDER FROM QANTARA_MPI_STATEMENT WHERE FOLLOWED = FALSE AND (A = ? OR B = ?)",
                patientId,
                patientId);
    }

    /** Notes that a statement was followed; false when another transaction has done so. */
    public boolean follow(Statement said) {
        String sql = said.state() == State.WITHDRAWN
                ? "DELETE FROM QANTARA_MPI_STATEMENT"
                : "UPDATE QANTARA_MPI_STATEMENT SET FOLLOWED = TRUE";
        return jdbc.update(
                        sql + " WHERE LINKAGE_ID = ? AND A = ? AND B = ? AND FOLLOWED = FALSE",
                        said.linkage(),
                        said.one(),
                        said.other())
                > 0;
    }

    /** Patients whom a facility says this one is, or is not. */
    public Set<String> about(String patientId, State state) {
        Set<String> others = new HashSet<>();
        list(
                        "SELECT LINKAGE_ID, A, B, STATE, SENDER FROM QANTARA_MPI_STATEMENT WHERE STATE = ? AND (A = ? OR B = ?)",
                        state.name().toLowerCase(Locale.ROOT),
                        patientId,
                        patientId)
                .forEach(statement -> others.add(statement.besides(patientId)));
        return others;
    }

    private static boolean same(Statement one, Statement other) {
        return one.one().equals(other.one()) && one.other().equals(other.other());
    }

    private List<Statement> list(String sql, Object... values) {
        return jdbc.query(
                sql,
                (row, number) -> new Statement(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                        row.getString(5)),
                values);
    }
}
