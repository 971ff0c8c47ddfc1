package org.qantara.dpp.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.matching.Match;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every decision that was ever made, and the reviews among them that still wait for a person. Thread-safe. */
public final class Decisions {
    private static final String COLUMNS =
            "SELECT ID, PATIENT_ID, DECIDED_AT, OUTCOME, GOLDEN, BITS, VERSION, ACTOR, REASON, MATCHES, STATE FROM QANTARA_MPI_DECISION ";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int REASON_CHARS_MAX = 2_000;

    private final JdbcTemplate jdbc;

    public Decisions(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    public void add(DecisionRow decision) {
        String reason = decision.reason();
        jdbc.update(
                "INSERT INTO QANTARA_MPI_DECISION (PATIENT_ID, DECIDED_AT, OUTCOME, GOLDEN, BITS, VERSION, ACTOR, REASON, MATCHES, STATE)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                decision.patientId(),
                Timestamp.from(decision.decidedAt()),
                decision.outcome(),
                decision.golden(),
                decision.bits(),
                decision.version(),
                decision.actor(),
                reason == null ? null : reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX)),
                json(decision.matches()),
                decision.state());
    }

    /** Reviews that wait, the oldest first, beginning after a number. */
    public List<DecisionRow> open(long after, int max) {
        return jdbc.query(COLUMNS + "WHERE STATE = 'open' AND ID > ? ORDER BY ID LIMIT " + max, Decisions::row, after);
    }

    public Optional<DecisionRow> find(long id) {
        return jdbc.query(COLUMNS + "WHERE ID = ?", Decisions::row, id).stream().findFirst();
    }

    /** All decisions about a patient, the oldest first. */
    public List<DecisionRow> of(String patientId) {
        return jdbc.query(COLUMNS + "WHERE PATIENT_ID = ? ORDER BY ID", Decisions::row, patientId);
    }

    /** The reviews of a patient no longer wait. */
    public void close(String patientId) {
        jdbc.update(
                "UPDATE QANTARA_MPI_DECISION SET STATE = 'done' WHERE PATIENT_ID = ? AND STATE = 'open'", patientId);
    }

    private static DecisionRow row(ResultSet row, int number) throws SQLException {
        double bits = row.getDouble(6);
        @Nullable Double known = row.wasNull() ? null : bits;
        return new DecisionRow(
                row.getLong(1),
                row.getString(2),
                row.getTimestamp(3).toInstant(),
                row.getString(4),
                row.getString(5),
                known,
                row.getString(7),
                row.getString(8),
                row.getString(9),
                matches(row.getString(10)),
                row.getString(11));
    }

    private static String json(List<Match> matches) {
        try {
            return JSON.writeValueAsString(matches);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decision cannot be written as JSON", e);
        }
    }

    private static List<Match> matches(String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<Match>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of QANTARA_MPI_DECISION does not hold matches", e);
        }
    }
}
