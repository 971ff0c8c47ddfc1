package org.qantara.app.cli;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.qantara.mapping.Unmapped;

/** What the messages of a run had and no map read, by facility and field: each message counts once. */
final class UnmappedSummary {
    private record Field(String facility, String path) {}

    private final Map<Field, Integer> messages = new HashMap<>();

    /** Takes one message's fields. */
    void add(String facility, List<Unmapped> unmapped) {
        var seen = new HashSet<Field>();
        for (Unmapped leaf : unmapped) {
            var field = new Field(facility, leaf.path());
            if (seen.add(field)) messages.merge(field, 1, Integer::sum);
        }
    }

    /** Prints a table, the most frequent first; nothing when every field was read. */
    void print(PrintStream out) {
        if (messages.isEmpty()) return;
        var table = new TextTable("messages", "facility", "unmapped field");
        messages.entrySet().stream()
                .sorted(Map.Entry.<Field, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(e -> e.getKey().facility())
                        .thenComparing(e -> e.getKey().path(), Comparator.naturalOrder()))
                .forEach(e -> table.row(
                        e.getValue().toString(),
                        e.getKey().facility(),
                        e.getKey().path()));
        table.print(out);
    }
}
