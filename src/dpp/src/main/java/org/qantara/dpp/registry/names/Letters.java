package org.qantara.dpp.registry.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reading rules of one script ({@code latin.tsv}, {@code arabic.tsv}): from the letters of a word to its readings. */
final class Letters {
    static final Letters LATIN = new Letters("latin.tsv", "aeiouy");
    static final Letters ARABIC = new Letters("arabic.tsv", "اويىآ");

    private record Rule(String letters, char before, char after, List<Reading> readings) {}

    private final Map<Character, List<Rule>> rules = new HashMap<>();
    private final String vowels;

    private Letters(String table, String vowels) {
        this.vowels = vowels;
        for (List<String> row : NameTables.rows(table, 4)) {
            List<Reading> readings = new ArrayList<>();
            for (String reading : row.get(3).split("\\|")) {
                int colon = reading.indexOf(':');
                String symbols = colon < 0 ? reading : reading.substring(0, colon);
                double cost = colon < 0 ? 0 : Double.parseDouble(reading.substring(colon + 1));
                readings.add(new Reading(symbols.equals("-") ? "" : symbols, cost));
            }
            Rule rule = new Rule(row.get(0), row.get(1).charAt(0), row.get(2).charAt(0), List.copyOf(readings));
            rules.computeIfAbsent(rule.letters.charAt(0), c -> new ArrayList<>())
                    .add(rule);
        }
    }

    static List<Reading> read(String word) {
        if (Folding.isArabic(word)) {
            return ARABIC.readings(word).stream()
                    .map(r -> new Reading(withOpenPlaces(r.symbols()), r.cost()))
                    .toList();
        }
        List<Reading> readings = new ArrayList<>();
        for (Reading reading : LATIN.readings(silentEnd(word))) {
            String symbols = Reading.collapse(reading.symbols());
            boolean feminine = symbols.length() > 3 && symbols.endsWith("ah");
            if (feminine) {
                readings.add(new Reading(symbols.substring(0, symbols.length() - 1), reading.cost()));
            }
            readings.add(new Reading(symbols, reading.cost() + (feminine ? 0.1 : 0)));
        }
        return Reading.cheapest(readings);
    }

    private List<Reading> readings(String word) {
        List<Reading> soFar = List.of(new Reading("", 0));
        int at = 0;
        while (at < word.length()) {
            Rule rule = match(word, at);
            if (rule == null && word.charAt(at) == Particles.APART) {
                at++;
            } else if (rule == null) {
                soFar = Reading.product(soFar, List.of(new Reading(word.substring(at, at + 1), 0)));
                at++;
            } else {
                soFar = Reading.product(soFar, rule.readings);
                at += rule.letters.length();
            }
        }
        return soFar;
    }

    private @Nullable Rule match(String word, int at) {
        for (Rule rule : rules.getOrDefault(word.charAt(at), List.of())) {
            int end = at + rule.letters.length();
            if (word.startsWith(rule.letters, at)
                    && fits(rule.before, at == 0 ? '^' : word.charAt(at - 1))
                    && fits(rule.after, end == word.length() ? '$' : word.charAt(end))) {
                return rule;
            }
        }
        return null;
    }

    private boolean fits(char context, char neighbour) {
        return switch (context) {
            case '*' -> true;
            case 'V' -> vowels.indexOf(neighbour) >= 0;
            case 'F' -> "eiy".indexOf(neighbour) >= 0;
            case 'N' -> vowels.indexOf(neighbour) < 0;
            case '~' -> Character.isLetter(neighbour);
            default -> context == neighbour;
        };
    }

    /** French writes a silent e at the end (Rachide, Amine) and Moroccan French one for a final hamza (Asmae, Ezzahrae). */
    private static String silentEnd(String word) {
        boolean silent = word.length() > 3 && word.endsWith("e") && "eiouy".indexOf(word.charAt(word.length() - 2)) < 0;
        return silent ? word.substring(0, word.length() - 1) : word;
    }

    /** Between two consonants of an Arabic word there may be a short vowel that is not written. */
    private static String withOpenPlaces(String symbols) {
        StringBuilder out = new StringBuilder(symbols.length() * 2);
        for (int i = 0; i < symbols.length(); i++) {
            if (i > 0 && !Reading.isVowel(symbols.charAt(i)) && !Reading.isVowel(symbols.charAt(i - 1))) {
                out.append('.');
            }
            out.append(symbols.charAt(i));
        }
        return out.toString();
    }
}
