package org.qantara.mapping.coverage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qantara.mapping.Mappings;

/**
 * How much of the guide the maps carry: rows, rows that can be proved, implemented, passed; and how many of the guide's mapped
 * fields make a difference.
 *
 * @param counts per kind, in the order messages, segments, datatypes, tables
 * @param missing reachable rows that did not pass
 * @param fields the guide's mapped fields, and those without which a message becomes something else at the guide's target
 */
public record Coverage(Map<String, Count> counts, List<Missing> missing, Fields fields) {
    /** Figures of one kind of rows. */
    public record Count(int rows, int reachable, int implemented, int passed) {}

    /** A row that did not pass, and why; the message that was tried last, its segments ended by CR. */
    public record Missing(String kind, String row, boolean implemented, String reason, String message) {}

    /** The mutation measure; {@code same} names the fields that made no difference. */
    public record Fields(int mapped, int different, List<String> same) {}

    /**
     * Measures: generates messages from the guide's rows and runs the maps on them, with Provenance on.
     *
     * @param guideFolder folder with {@code messages.tsv, segments.tsv, datatypes.tsv, tables.tsv}
     * @param notesFile {@code guide-notes.tsv}, may be missing
     * @throws IOException when the guide or the notes cannot be read
     */
    public static Coverage measure(Mappings maps, Path guideFolder, Path notesFile) throws IOException {
        Guide guide = Guide.read(guideFolder);
        Prover prover = new Prover(maps.withProvenance(), guide, Notes.read(notesFile));
        Map<String, Count> counts = new LinkedHashMap<>();
        List<Missing> missing = new ArrayList<>();
        Map<GuideRow.Kind, Integer> rows = new EnumMap<>(guide.rows());
        for (GuideRow.Kind kind : GuideRow.Kind.values()) {
            int implemented = 0;
            int passed = 0;
            List<GuideRow> reachable = guide.reachable().getOrDefault(kind, List.of());
            for (GuideRow row : reachable) {
                Prover.Verdict verdict = prover.prove(row);
                String reason = verdict.missing();
                implemented += verdict.implemented() ? 1 : 0;
                if (reason == null) {
                    passed++;
                } else {
                    missing.add(new Missing(name(kind), row.id(), verdict.implemented(), reason, verdict.message()));
                }
            }
            counts.put(name(kind), new Count(rows.getOrDefault(kind, 0), reachable.size(), implemented, passed));
        }
        return new Coverage(counts, List.copyOf(missing), fields(guide, prover));
    }

    private static String name(GuideRow.Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Fields fields(Guide guide, Prover prover) {
        Map<String, List<GuideRow>> byField = new LinkedHashMap<>();
        for (GuideRow row : guide.all().getOrDefault(GuideRow.Kind.SEGMENTS, List.of())) {
            if (row.mapped() && row.valid() && row.number() > 0) {
                byField.computeIfAbsent(row.source(), k -> new ArrayList<>()).add(row);
            }
        }
        List<String> same = new ArrayList<>();
        byField.forEach((field, rows) -> {
            if (rows.stream().noneMatch(prover::sensitive)) {
                same.add(field);
            }
        });
        return new Fields(byField.size(), byField.size() - same.size(), List.copyOf(same));
    }
}
