package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An index of records in memory, for tests, scores and learning. Not thread-safe. */
public final class InMemoryCandidates implements Candidates {
    private final boolean useCnie;
    private final List<Candidate> records = new ArrayList<>();
    private final Map<Long, int[]> index = new HashMap<>();
    private final Map<String, List<Prepared>> members = new HashMap<>();

    public InMemoryCandidates(boolean useCnie) {
        this.useCnie = useCnie;
    }

    public void add(Prepared record, String goldenId) {
        records.add(new Candidate(record, goldenId));
        members.computeIfAbsent(goldenId, g -> new ArrayList<>(1)).add(record);
        for (BlockingKey key : BlockingKey.of(record, useCnie)) {
            index.merge(key.hash(), new int[] {records.size() - 1}, InMemoryCandidates::append);
        }
    }

    @Override
    public List<Candidate> find(BlockingKey key, int max) {
        int[] found = index.get(key.hash());
        if (found == null || found.length > max) {
            return List.of();
        }
        return Arrays.stream(found).mapToObj(records::get).toList();
    }

    @Override
    public List<Prepared> members(String goldenId) {
        return members.getOrDefault(goldenId, List.of());
    }

    @Override
    public long persons() {
        return members.size();
    }

    private static int[] append(int[] all, int[] one) {
        int[] longer = Arrays.copyOf(all, all.length + 1);
        longer[all.length] = one[0];
        return longer;
    }
}
