package org.qantara.dpp.registry.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.matching.BlockingKey;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * The source records, the keys under which they are found and what waits to be placed. Every call runs in the caller's transaction when
 * there is one. Thread-safe.
 */
public final class Records {
    private static final String COLUMNS =
            "SELECT ID, PATIENT_ID, DELETED, HOME, GOLDEN, CONTENT FROM QANTARA_MPI_RECORD ";
    private static final RowMapper<SourceRow> ROW = Records::row;

    private final JdbcTemplate jdbc;

    public Records(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /**
     * Keeps what was written, its keys, and a note that it waits to be placed.
     *
     * @return false when nothing that the registry compares has changed: nothing was written then
     */
    public boolean index(String patientId, Content content, Set<BlockingKey> keys) {
        String json = content.toJson();
        long digest = BlockingKey.hash(json);
        List<Long> known = jdbc.queryForList(
                "SELECT ID FROM QANTARA_MPI_RECORD WHERE PATIENT_ID = ? AND DIGEST = ? AND DELETED = FALSE",
                Long.class,
                patientId,
                digest);
        if (!known.isEmpty()) {
            return false;
        }
        int updated = jdbc.update(
                "UPDATE QANTARA_MPI_RECORD SET CONTENT = ?, DIGEST = ?, DELETED = FALSE WHERE PATIENT_ID = ?",
                json,
                digest,
                patientId);
        if (updated == 0) {
            jdbc.update(
                    "INSERT INTO QANTARA_MPI_RECORD (PATIENT_ID, CONTENT, DIGEST) VALUES (?, ?, ?)",
                    patientId,
                    json,
                    digest);
        }
        long id = id(patientId);
        if (updated > 0) {
            jdbc.update("DELETE FROM QANTARA_MPI_KEY WHERE RECORD_ID = ?", id);
        }
        Set<Long> hashes = new HashSet<>();
        keys.forEach(key -> hashes.add(key.hash()));
        jdbc.batchUpdate(
                "INSERT INTO QANTARA_MPI_KEY (KEY_HASH, RECORD_ID) VALUES (?, ?)",
                hashes.stream().map(hash -> new Object[] {hash, id}).toList());
        await(id);
        return true;
    }

    /** The patient was deleted in the store: found by nobody from now on, and waiting to be taken out of its golden record. */
    public void delete(String patientId) {
        find(patientId).ifPresent(row -> {
            jdbc.update("DELETE FROM QANTARA_MPI_KEY WHERE RECORD_ID = ?", row.id());
            jdbc.update("UPDATE QANTARA_MPI_RECORD SET DELETED = TRUE WHERE ID = ?", row.id());
            await(row.id());
        });
    }

    /** Notes that a record is to be placed (again). */
    public void await(long id) {
        jdbc.update(
                "INSERT INTO QANTARA_MPI_PENDING (RECORD_ID, SINCE) VALUES (?, ?)", id, Timestamp.from(Instant.now()));
    }

    /** Takes a record to be placed by this transaction; how often it was noted, none when another one has placed it. */
    public int take(long id) {
        return jdbc.update("DELETE FROM QANTARA_MPI_PENDING WHERE RECORD_ID = ?", id);
    }

    /** Patients that have waited longer than {@code age}, in order of registration. */
    public List<String> waiting(Duration age, int max) {
        return jdbc
                .queryForList(
                        "SELECT DISTINCT R.PATIENT_ID, R.ID FROM QANTARA_MPI_PENDING P JOIN QANTARA_MPI_RECORD R ON R.ID = P.RECORD_ID"
                                + " WHERE P.SINCE <= ? ORDER BY R.ID LIMIT " + max,
                        Timestamp.from(Instant.now().minus(age)))
                .stream()
                .map(row -> String.valueOf(row.get("PATIENT_ID")))
                .toList();
    }

    /** Patients of the store that the registry has never seen, in order of their resource. */
    public List<String> unknown(String goldenPrefix, int max) {
        return jdbc.queryForList(
                "SELECT H.FHIR_ID FROM HFJ_RESOURCE H LEFT JOIN QANTARA_MPI_RECORD R ON R.PATIENT_ID = H.FHIR_ID"
                        + " WHERE H.RES_TYPE = 'Patient' AND H.RES_DELETED_AT IS NULL AND R.ID IS NULL AND H.FHIR_ID NOT LIKE ?"
                        + " ORDER BY H.RES_ID LIMIT " + max,
                String.class,
                goldenPrefix + "%");
    }

    public Optional<SourceRow> find(String patientId) {
        return jdbc.query(COLUMNS + "WHERE PATIENT_ID = ?", ROW, patientId).stream()
                .findFirst();
    }

    public List<SourceRow> byId(Collection<Long> ids) {
        List<SourceRow> rows = new ArrayList<>();
        List<Long> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += 256) {
            Object[] part = all.subList(from, Math.min(all.size(), from + 256)).toArray();
            rows.addAll(jdbc.query(COLUMNS + "WHERE ID IN (" + marks(part.length) + ")", ROW, part));
        }
        return rows;
    }

    /** The records shown under a golden record, in order of registration. */
    public List<SourceRow> members(String golden) {
        return jdbc.query(COLUMNS + "WHERE GOLDEN = ? AND DELETED = FALSE ORDER BY ID", ROW, golden);
    }

    /** The records whose home is one of these, in order of registration, locked until the transaction ends. */
    public List<SourceRow> atHome(Collection<String> homes) {
        return jdbc.query(
                COLUMNS + "WHERE HOME IN (" + marks(homes.size()) + ") ORDER BY ID FOR UPDATE", ROW, homes.toArray());
    }

    /** Ids of the records under each key; a key with more than {@code max} records is left out. */
    public Map<Long, List<Long>> underKeys(Collection<Long> hashes, int max) {
        Map<Long, List<Long>> found = new HashMap<>();
        if (hashes.isEmpty()) {
            return found;
        }
        String one = "(SELECT KEY_HASH, RECORD_ID FROM QANTARA_MPI_KEY WHERE KEY_HASH = ? LIMIT " + (max + 1) + ")";
        jdbc.query(
                String.join(" UNION ALL ", Collections.nCopies(hashes.size(), one)),
                row -> {
                    found.computeIfAbsent(row.getLong(1), k -> new ArrayList<>())
                            .add(row.getLong(2));
                },
                hashes.toArray());
        found.values().removeIf(ids -> ids.size() > max);
        return found;
    }

    public void setHome(long id, String home) {
        jdbc.update("UPDATE QANTARA_MPI_RECORD SET HOME = ? WHERE ID = ?", home, id);
    }

    public void setGolden(long id, String golden) {
        jdbc.update("UPDATE QANTARA_MPI_RECORD SET GOLDEN = ? WHERE ID = ?", golden, id);
    }

    /** Forgets a record altogether. */
    public void remove(long id) {
        jdbc.update("DELETE FROM QANTARA_MPI_RECORD WHERE ID = ?", id);
    }

    private long id(String patientId) {
        Long id = jdbc.queryForObject("SELECT ID FROM QANTARA_MPI_RECORD WHERE PATIENT_ID = ?", Long.class, patientId);
        if (id == null) {
            throw new IllegalStateException("the registry's record of Patient/" + patientId + " is gone");
        }
        return id;
    }

    static String marks(int count) {
        return String.join(",", Collections.nCopies(count, "?"));
    }

    private static SourceRow row(ResultSet row, int number) throws SQLException {
        @Nullable String home = row.getString(4);
        @Nullable String golden = row.getString(5);
        return new SourceRow(
                row.getLong(1), row.getString(2), row.getBoolean(3), home, golden, Content.fromJson(row.getString(6)));
    }
}
