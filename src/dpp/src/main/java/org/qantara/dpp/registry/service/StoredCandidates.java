package org.qantara.dpp.registry.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.qantara.dpp.registry.matching.BlockingKey;
import org.qantara.dpp.registry.matching.Candidate;
import org.qantara.dpp.registry.matching.Candidates;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.registry.store.SourceRow;

/**
 * The candidates of one record, read from the database with two queries: who shares a key, and their rows. For one decision on one thread.
 *
 * <p>Records that are not placed yet are no candidates: of two that are registered at once, the later waits for the earlier one
 * ({@link #earlierUnplaced}).
 */
final class StoredCandidates implements Candidates {
    private static final int PER_KEY_MAX = 400;

    private final Records records;
    private final Function<SourceRow, Prepared> prepare;
    private final LongSupplier persons;
    private final Map<Long, List<Long>> underKeys;
    private final Map<Long, Candidate> byRecord = new HashMap<>();
    private final Map<String, SourceRow> byPatient = new HashMap<>();
    private final Set<Long> unplaced = new HashSet<>();

    /**
     * Reads them.
     *
     * @param apart patients that a person said are somebody else: neither they nor anybody shown with them is a candidate
     */
    StoredCandidates(
            Records records,
            Set<BlockingKey> keys,
            String patientId,
            Set<String> apart,
            Function<SourceRow, Prepared> prepare,
            LongSupplier persons) {
        this.records = records;
        this.prepare = prepare;
        this.persons = persons;
        Set<Long> hashes = new HashSet<>();
        keys.forEach(key -> hashes.add(key.hash()));
        this.underKeys = records.underKeys(hashes, PER_KEY_MAX);
        Set<Long> ids = new HashSet<>();
        Candidates.selective(underKeys.values()).forEach(ids::addAll);
        List<SourceRow> rows = records.byId(ids);
        Set<String> closed = new HashSet<>();
        for (String other : apart) {
            records.find(other).ifPresent(row -> {
                if (row.golden() != null) {
                    closed.add(row.golden());
                }
            });
        }
        for (SourceRow row : rows) {
            String golden = row.golden();
            boolean self = row.patientId().equals(patientId);
            if (golden == null && !self && !row.deleted()) {
                unplaced.add(row.id());
            }
            if (golden != null && !self && !row.deleted() && !closed.contains(golden)) {
                byRecord.put(row.id(), new Candidate(prepare.apply(row), golden));
                byPatient.put(row.patientId(), row);
            }
        }
    }

    @Override
    public List<Candidate> find(BlockingKey key, int max) {
        List<Candidate> found = new ArrayList<>();
        for (long id : underKeys.getOrDefault(key.hash(), List.of())) {
            Candidate candidate = byRecord.get(id);
            if (candidate != null) {
                found.add(candidate);
            }
        }
        return found.size() > max ? List.of() : found;
    }

    @Override
    public List<Prepared> members(String goldenId) {
        return records.members(goldenId).stream().map(prepare).toList();
    }

    @Override
    public long persons() {
        return persons.getAsLong();
    }

    /** The row of a candidate's patient. */
    SourceRow row(String patientId) {
        SourceRow row = byPatient.get(patientId);
        if (row == null) {
            throw new IllegalArgumentException("Patient/" + patientId + " is no candidate");
        }
        return row;
    }

    /** Whether a record that was registered before this one shares a key with it and is not placed yet. */
    boolean earlierUnplaced(long id) {
        return unplaced.stream().anyMatch(other -> other < id);
    }
}
