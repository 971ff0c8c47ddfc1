package org.qantara.dpp.registry.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dictionary of Arabic spellings whose short vowels are known ({@code vocalised.tsv}), by arranged word. */
public final class Vocalised {
    private static final Map<String, String> PREFIXES = Map.of(
            "عبدل", "3abdl", "عبد", "3abd", "بن", "ben", "بل", "bel", "ايت", "Ayt", "بو", "bU", "او", "u", "ولد",
            "weld");

    /** One row of the dictionary: kind m, f (given names of men, of women) or s (family name). */
    public record Entry(String kind, String arabic, List<String> readings) {}

    private static final List<Entry> ENTRIES = entries();
    static final Vocalised DICTIONARY = new Vocalised(ENTRIES);
    static final Vocalised NONE = new Vocalised(List.of());

    private final Map<String, List<Reading>> byWord = new HashMap<>();

    private Vocalised(List<Entry> entries) {
        for (Entry entry : entries) {
            List<String> words = Particles.arrange(Folding.words(entry.arabic));
            for (String reading : entry.readings) {
                index(words, reading.split(" "));
            }
        }
    }

    /** The rows of the dictionary, in the order of the file. */
    public static List<Entry> rows() {
        return ENTRIES;
    }

    /** The known readings of an arranged Arabic word, directly or behind a prefix; empty when it is not in the dictionary. */
    List<Reading> readings(String word) {
        List<Reading> known = byWord.get(word);
        if (known != null) {
            return known;
        }
        if (word.endsWith("ه") && byWord.containsKey(word.substring(0, word.length() - 1) + "ة")) {
            return byWord.getOrDefault(word.substring(0, word.length() - 1) + "ة", List.of());
        }
        for (String prefix : List.of("عبدل", "عبد", "بن", "بل", "ايت", "بو", "او", "ولد")) {
            if (word.startsWith(prefix) && word.length() > prefix.length() + 2) {
                List<Reading> stem = byWord.get(word.substring(prefix.length()));
                if (stem != null) {
                    return Reading.product(List.of(new Reading(spoken(PREFIXES.getOrDefault(prefix, "")), 0)), stem);
                }
            }
        }
        return List.of();
    }

    private void index(List<String> words, String[] read) {
        if (words.size() == 1) {
            StringBuilder joined = new StringBuilder();
            for (String part : read) {
                joined.append(withoutArticle(part));
            }
            add(words.get(0), joined.toString());
        } else if (words.size() == read.length) {
            for (int i = 0; i < read.length; i++) {
                add(words.get(i), withoutArticle(read[i]));
            }
        }
    }

    private void add(String word, String reading) {
        Reading spoken = new Reading(spoken(reading), 0);
        for (String form :
                word.startsWith("ال") && word.length() > 4 ? List.of(word, word.substring(2)) : List.of(word)) {
            List<Reading> all = new ArrayList<>(byWord.getOrDefault(form, List.of()));
            if (!all.contains(spoken)) {
                all.add(spoken);
            }
            byWord.put(form, List.copyOf(all));
        }
    }

    /** Article off; Abd al- in the arrangement of {@link Particles}: the l is kept before moon letters only. */
    private static String withoutArticle(String part) {
        if (part.startsWith("3abda") && part.indexOf('-') == 6) {
            String stem = part.substring(7);
            return part.charAt(5) == 'l' && stem.charAt(0) != 'l' ? "3abdl" + stem : "3abd" + stem;
        }
        return part.matches("a.-.*") ? part.substring(3) : part;
    }

    /** Doubling off; y and w that close a syllable are the second half of a diphthong. */
    private static String spoken(String reading) {
        String single = Reading.collapse(reading);
        StringBuilder out = new StringBuilder(single.length());
        for (int i = 0; i < single.length(); i++) {
            char c = single.charAt(i);
            boolean closes = i > 0 && (i + 1 == single.length() || !Reading.isVowel(single.charAt(i + 1)));
            out.append(closes && c == 'y' ? 'i' : closes && c == 'w' ? 'u' : c);
        }
        return out.toString();
    }

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (List<String> row : NameTables.rows("vocalised.tsv", 3)) {
            entries.add(new Entry(row.get(0), row.get(1), List.of(row.get(2).split("\\|"))));
        }
        return List.copyOf(entries);
    }
}
