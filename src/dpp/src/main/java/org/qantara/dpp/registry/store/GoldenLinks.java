package org.qantara.dpp.registry.store;

import ca.uhn.fhir.mdm.api.MdmLinkSourceEnum;
import ca.uhn.fhir.mdm.api.MdmMatchResultEnum;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Golden records as resources, and HAPI MDM's link table ({@code MPI_LINK}) from source to golden: what {@code :mdm} and
 * {@code $everything?_mdm=true} read. A link has the number of its source record, so there is one per record. Thread-safe.
 */
public final class GoldenLinks {
    private final JdbcTemplate jdbc;

    /** Primary key of a resource in HAPI's tables. */
    public record Pid(long resourceId, int partitionId) {}

    public GoldenLinks(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** The stored golden record when it was written from content with this digest. */
    public Optional<Pid> golden(String golden, long digest) {
        return jdbc
                .query(
                        "SELECT RES_ID, PARTITION_ID FROM QANTARA_MPI_GOLDEN WHERE GOLDEN = ? AND DIGEST = ?",
                        (row, number) -> new Pid(row.getLong(1), row.getInt(2)),
                        golden,
                        digest)
                .stream()
                .findFirst();
    }

    public boolean exists(String golden) {
        return !jdbc.queryForList("SELECT GOLDEN FROM QANTARA_MPI_GOLDEN WHERE GOLDEN = ?", String.class, golden)
                .isEmpty();
    }

    public void stored(String golden, Pid pid, long digest) {
        if (jdbc.update("UPDATE QANTARA_MPI_GOLDEN SET DIGEST = ? WHERE GOLDEN = ?", digest, golden) == 0) {
            jdbc.update(
                    "INSERT INTO QANTARA_MPI_GOLDEN (GOLDEN, RES_ID, PARTITION_ID, DIGEST) VALUES (?, ?, ?, ?)",
                    golden,
                    pid.resourceId(),
                    pid.partitionId(),
                    digest);
        }
    }

    /** How many persons there are, roughly: redirected golden records count too. */
    public long persons() {
        Long count = jdbc.queryForObject("SELECT COUNT(*) FROM QANTARA_MPI_GOLDEN", Long.class);
        return count == null ? 0 : count;
    }

    /** Points a source's link at a golden record. */
    public void link(SourceRow source, Pid golden, boolean byPeople, double score, String version) {
        int kind = (byPeople ? MdmLinkSourceEnum.MANUAL : MdmLinkSourceEnum.AUTO).ordinal();
        Timestamp now = Timestamp.from(Instant.now());
        boolean first = source.golden() == null;
        int updated = first
                ? 0
                : jdbc.update(
                        "UPDATE MPI_LINK SET GOLDEN_RESOURCE_PID = ?, GOLDEN_RESOURCE_PARTITION_ID = ?, PERSON_PID = ?, PERSON_PARTITION_ID = ?,"
                                + " LINK_SOURCE = ?, UPDATED = ?, VERSION = ?, SCORE = ? WHERE PID = ?",
                        golden.resourceId(),
                        golden.partitionId(),
                        golden.resourceId(),
                        golden.partitionId(),
                        kind,
                        now,
                        shortened(version),
                        score,
                        source.id());
        if (updated > 0) {
            return;
        }
        Pid pid = pid(source.patientId());
        jdbc.update(
                "INSERT INTO MPI_LINK (PID, PARTITION_ID, GOLDEN_RESOURCE_PID, GOLDEN_RESOURCE_PARTITION_ID, PERSON_PID,"
                        + " PERSON_PARTITION_ID, TARGET_PID, TARGET_PARTITION_ID, MATCH_RESULT, LINK_SOURCE, CREATED, UPDATED, VERSION,"
                        + " SCORE, TARGET_TYPE) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'Patient')",
                source.id(),
                pid.partitionId(),
                golden.resourceId(),
                golden.partitionId(),
                golden.resourceId(),
                golden.partitionId(),
                pid.resourceId(),
                pid.partitionId(),
                MdmMatchResultEnum.MATCH.ordinal(),
                kind,
                now,
                now,
                shortened(version),
                score);
    }

    public void unlink(long recordId) {
        jdbc.update("DELETE FROM MPI_LINK WHERE PID = ?", recordId);
    }

    private Pid pid(String patientId) {
        List<Pid> found = jdbc.query(
                "SELECT RES_ID, PARTITION_ID FROM HFJ_RESOURCE WHERE FHIR_ID = ? AND RES_TYPE = 'Patient'",
                (row, number) -> new Pid(row.getLong(1), row.getInt(2)),
                patientId);
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "expected one stored Patient/" + patientId + " to link, found " + found.size());
        }
        return found.get(0);
    }

    /** MPI_LINK.VERSION has 16 characters. */
    private static String shortened(String version) {
        return version.substring(0, Math.min(16, version.length()));
    }
}
