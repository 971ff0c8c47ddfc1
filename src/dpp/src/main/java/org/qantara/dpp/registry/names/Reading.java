package org.qantara.dpp.registry.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way to read a name aloud: a sequence of sound symbols and what it costs to believe in this reading rather than the usual one.
 *
 * @param symbols consonants {@code b t T j H x d D r z s S k q g G f v p l m n h w y 3} (3 is ayn, x kh, S sh, G gh, D dh, T th),
 *     vowels {@code a e i u}, long vowels {@code A I U}, {@code Y} a final alif maqsura (a or i), {@code O} an initial alif (some
 *     vowel), {@code .} a place where Arabic script may leave a short vowel out
 * @param cost 0 for the usual reading
 */
public record Reading(String symbols, double cost) {
    /** Readings of one name that are kept: the product of all ambiguous letters would grow without limit. */
    static final int READINGS_MAX = 6;

    static boolean isVowel(char symbol) {
        return "aeiuAIUYO.".indexOf(symbol) >= 0;
    }

    /** Every reading of the first followed by every reading of the second, the cheapest ones. */
    static List<Reading> product(List<Reading> first, List<Reading> second) {
        List<Reading> all = new ArrayList<>();
        for (Reading a : first) {
            for (Reading b : second) {
                all.add(new Reading(a.symbols + b.symbols, a.cost + b.cost));
            }
        }
        return cheapest(all);
    }

    /** Distinct readings in order of cost, at most {@link #READINGS_MAX}. */
    static List<Reading> cheapest(List<Reading> readings) {
        Map<String, Reading> distinct = new LinkedHashMap<>();
        readings.stream()
                .sorted(Comparator.comparingDouble(Reading::cost))
                .forEach(r -> distinct.putIfAbsent(r.symbols, r));
        return distinct.values().stream().limit(READINGS_MAX).toList();
    }

    /** Doubled symbols are one: doubling is written in some Latin spellings only. */
    static String collapse(String symbols) {
        StringBuilder out = new StringBuilder(symbols.length());
        for (int i = 0; i < symbols.length(); i++) {
            if (i == 0 || symbols.charAt(i) != symbols.charAt(i - 1)) {
                out.append(symbols.charAt(i));
            }
        }
        return out.toString();
    }
}
