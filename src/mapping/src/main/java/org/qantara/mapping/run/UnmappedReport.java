package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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
        document.leaves((record, field, part, subPart, node) -> {
            int start = document.start(node);
            if (record < from || consumed.get(start) || found.size() == ENTRIES_MAX) {
                return;
            }
            String name = document.name(record);
            String path = name + "-" + field;
            if (layer.ignored().contains(name) || layer.ignored().contains(path)) {
                return;
            }
            String full = path + (part == 0 ? "" : "." + part) + (subPart == 0 ? "" : "." + subPart);
            if (!layer.ignored().contains(full)) {
                found.add(new Unmapped(full, document.where(node), start, document.end(node)));
            }
        });
        return found;
    }
}
