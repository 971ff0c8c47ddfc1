package org.qantara.dpp.registry.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The key under which a name is indexed: the consonants of a reading in coarse classes, the same for Arabic, Latin and Tifinagh.
 *
 * <p>Vowels, ayn, a final h and doubling give nothing; y and w count only as the first sound. A name has one principal key (the
 * first) and, where a spelling is ambiguous ("Halid" may be Khalid), alternatives: two names are candidates when they share any.
 * Keys are stored, so they must not change silently: every stored key begins with {@link #VERSION} where the store needs to know.
 */
public final class PhoneticKey {
    static final int KEYS_MAX = 6;

    private static final Map<Character, String> CLASSES = new HashMap<>();

    /** Names the rules of {@code keys.tsv} and of the readings behind it; a store with another version must be indexed again. */
    public static final String VERSION = load();

    private PhoneticKey() {}

    /** The keys of a name's readings, principal first, at most {@value #KEYS_MAX}; never empty. */
    static List<String> of(List<Reading> readings) {
        Set<String> keys = new LinkedHashSet<>();
        for (Reading reading : readings) {
            keys.add(plain(reading.symbols(), 0));
        }
        for (Reading reading : readings) {
            keys.add(plain(reading.symbols(), 1));
        }
        return keys.stream().limit(KEYS_MAX).toList();
    }

    private static String plain(String symbols, int alternative) {
        List<Character> key = new ArrayList<>();
        for (int i = 0; i < symbols.length(); i++) {
            char c = symbols.charAt(i);
            if (i > 0 && (c == 'w' || c == 'y')) {
                continue;
            }
            String letters = CLASSES.get(c);
            if (letters != null) {
                key.add(letters.charAt(Math.min(alternative, letters.length() - 1)));
            }
        }
        boolean endsInH = symbols.endsWith("h") || symbols.endsWith("H");
        if (endsInH && key.size() > 2) {
            key.remove(key.size() - 1);
        }
        if (key.isEmpty()) {
            return "-";
        }
        StringBuilder out = new StringBuilder();
        key.forEach(out::append);
        return out.toString();
    }

    private static String load() {
        String version = "";
        for (List<String> row : NameTables.rows("keys.tsv", 2)) {
            if (row.get(0).equals("version")) {
                version = row.get(1);
            } else {
                CLASSES.put(row.get(0).charAt(0), row.get(1).replace("|", ""));
            }
        }
        return version;
    }
}
