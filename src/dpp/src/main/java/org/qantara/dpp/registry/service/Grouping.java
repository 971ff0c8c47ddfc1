package org.qantara.dpp.registry.service;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.store.Assertions;
import org.qantara.dpp.registry.store.Assertions.Edge;
import org.qantara.dpp.registry.store.GoldenLinks;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.registry.store.SourceRow;

/**
 * Shows the records of joined homes under one golden record.
 *
 * <p>A home is where the evidence puts a record and stays as it is; a merge or link joins homes, an unlink parts them again. What is shown is
 * computed from both, so that undoing a merge gives exactly what would be there without it, records that came meanwhile included. Runs in the
 * caller's transaction and locks the records it moves.
 */
final class Grouping {
    private static final int HOMES_MAX = 200;

    private final Records records;
    private final Assertions assertions;
    private final GoldenLinks links;
    private final GoldenRecords goldenRecords;

    Grouping(Records records, Assertions assertions, GoldenLinks links, GoldenRecords goldenRecords) {
        this.records = records;
        this.assertions = assertions;
        this.links = links;
        this.goldenRecords = goldenRecords;
    }

    /**
     * Brings golden records and links up to date.
     *
     * @param homes that something changed about
     * @param heir the golden record that an empty one among them points to, if nothing else says so
     */
    void regroup(Collection<String> homes, @Nullable String heir, double score, String version) {
        Set<String> done = new HashSet<>();
        for (String home : homes) {
            if (done.contains(home)) {
                continue;
            }
            Set<Edge> edges = new HashSet<>();
            Set<String> joined = joined(home, edges);
            done.addAll(joined);
            show(joined, edges, heir, score, version);
        }
    }

    private void show(Set<String> joined, Set<Edge> edges, @Nullable String heir, double score, String version) {
        List<SourceRow> rows = rows(joined);
        String shown = survivor(joined, edges);
        if (rows.isEmpty()) {
            for (String home : joined) {
                if (links.exists(home)) {
                    goldenRecords.write(home, List.of(), Objects.equals(heir, home) ? null : heir);
                }
            }
            return;
        }
        GoldenLinks.Pid pid = goldenRecords.write(shown, rows, null);
        for (SourceRow row : rows) {
            if (!shown.equals(row.golden())) {
                records.setGolden(row.id(), shown);
                links.link(row, pid, !shown.equals(row.home()), score, version);
            }
        }
        for (String home : joined) {
            if (!home.equals(shown) && links.exists(home)) {
                goldenRecords.write(home, List.of(), shown);
            }
        }
    }

    /** Locking may have waited for somebody who moved a record here: the second reading sees it. */
    private List<SourceRow> rows(Set<String> joined) {
        List<SourceRow> locked = records.atHome(joined);
        List<SourceRow> rows = locked.size() < 2 ? locked : records.atHome(joined);
        return rows.stream().filter(row -> !row.deleted()).toList();
    }

    private Set<String> joined(String home, Set<Edge> edges) {
        Set<String> joined = new TreeSet<>(Set.of(home));
        Deque<String> open = new ArrayDeque<>(joined);
        while (!open.isEmpty() && joined.size() < HOMES_MAX) {
            for (Edge edge : assertions.edges(List.of(open.pop()))) {
                edges.add(edge);
                for (String end : List.of(edge.from(), edge.to())) {
                    if (joined.add(end)) {
                        open.add(end);
                    }
                }
            }
        }
        return joined;
    }

    /** The home that nobody replaces; the first of the alphabet where merges leave the choice or go round in a circle. */
    private static String survivor(Set<String> joined, Set<Edge> edges) {
        Set<String> replaced = new HashSet<>();
        for (Edge edge : edges) {
            if (edge.from().equals(edge.to())) {
                continue;
            }
            if (edge.kind().equals("replaced-by")) {
                replaced.add(edge.from());
            } else if (edge.kind().equals("replaces")) {
                replaced.add(edge.to());
            }
        }
        return joined.stream()
                .filter(home -> !replaced.contains(home))
                .findFirst()
                .orElseGet(() -> joined.iterator().next());
    }
}
