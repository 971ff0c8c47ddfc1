package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.qantara.mapping.Unmapped;
import org.qantara.mapping.source.SourceDocument;

/** Valued leaves minus those that were read minus those that a map ignores with a reason. */
final class UnmappedReport {
    private static final int ENTRIES_MAX = 500;

    private UnmappedReport() {}

    static List<Unmapped> of(Run run, Dispatch layer, int from) {
        SourceDocument document = run.document();
        BitSet consumed = run.consumed();
        List<Unmapped> found = new ArrayList<>();
        int[] last = {-1, 0};
        Map<String, Integer> ordinals = new HashMap<>();
        document.leaves((record, field, part, subPart, node) -> {
            for (int r = last[0] + 1; r <= record; r++) {
                last[1] = ordinals.merge(document.name(r), 1, Integer::sum);
                last[0] = r;
            }
            int start = document.start(node);
            if (record < from || consumed.get(start) || found.size() == ENTRIES_MAX) {
                return;
            }
            String name = document.name(record);
            String path = document.path(record, field);
            if (layer.ignored().contains(name) || layer.ignored().contains(path)) {
                return;
            }
            String inside = (part == 0 ? "" : "." + part) + (subPart == 0 ? "" : "." + subPart);
            if (!layer.ignored().contains(path + inside)) {
                String where = name + "[" + last[1] + "]" + path.substring(name.length()) + inside;
                found.add(new Unmapped(path + inside, where, start, document.end(node)));
            }
        });
        return found;
    }
}
