package org.qantara.dpp.registry.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.qantara.dpp.registry.names.Name;
import org.qantara.dpp.registry.names.NameComparison;

/**
 * Scores names alone: every pair of spellings of one group should share a phonetic key and be taken for the same name, no pair of
 * two groups should.
 *
 * @param pairs pairs of distinct spellings (Arabic and Latin) within a group
 * @param keyRecall share of them that have a phonetic key in common
 * @param precision share of the pairs taken for the same name, over all pairs of all groups, that are within a group
 * @param recall share of {@code pairs} that are taken for the same name
 */
public record NameScore(int pairs, double keyRecall, double precision, double recall) {
    /** The distance up to which two names are taken for one when nothing else is known; beside other evidence up to 1 counts as a variant. */
    static final double ALONE = 0.8;

    /** Reads {@code group, arabic, latin_variant} with a header line and scores it; the names must be in UTF-8. */
    public static NameScore of(Path variants) throws IOException {
        return of(variants, Name::of);
    }

    /** As {@link #of(Path)}, with another way to analyse a name, such as {@link Name#withoutDictionary}. */
    public static NameScore of(Path variants, Function<String, Name> analysis) throws IOException {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(variants, StandardCharsets.UTF_8)) {
            number++;
            String[] cells = line.split("\t", -1);
            boolean header = cells[0].strip().equals("group");
            if (line.isBlank() || line.startsWith("#") || header) {
                continue;
            }
            if (cells.length < 3) {
                throw new IOException(variants.getFileName() + ":" + number + ": " + cells.length
                        + " columns, expected group, arabic, latin_variant separated by tabs");
            }
            Set<String> forms = groups.computeIfAbsent(cells[0].strip(), g -> new LinkedHashSet<>());
            forms.add(cells[1].strip());
            forms.add(cells[2].strip());
        }
        return of(groups, analysis);
    }

    private record Form(String group, Name name) {}

    private static NameScore of(Map<String, Set<String>> groups, Function<String, Name> analysis) {
        List<Form> forms = new ArrayList<>();
        groups.forEach((group, spellings) -> spellings.stream()
                .filter(spelling -> !spelling.isEmpty())
                .forEach(spelling -> forms.add(new Form(group, analysis.apply(spelling)))));
        int pairs = 0;
        int keyed = 0;
        int found = 0;
        int wrong = 0;
        for (int i = 0; i < forms.size(); i++) {
            Form a = forms.get(i);
            for (int j = i + 1; j < forms.size(); j++) {
                Form b = forms.get(j);
                boolean same = NameComparison.distance(a.name, b.name) <= ALONE;
                if (a.group.equals(b.group)) {
                    pairs++;
                    keyed += Collections.disjoint(a.name.keys(), b.name.keys()) ? 0 : 1;
                    found += same ? 1 : 0;
                } else {
                    wrong += same ? 1 : 0;
                }
            }
        }
        return new NameScore(pairs, Share.of(keyed, pairs), Share.of(found, found + wrong), Share.of(found, pairs));
    }
}
