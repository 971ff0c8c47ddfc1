package org.qantara.dpp.registry.names;

import java.util.ArrayList;
import java.util.List;

/**
 * The readings of one arranged word: with and without what may be an article (Elidrissi, Lidrissi, Ettazi, Almansouri), Bel as
 * Ben, and for Arabic script the vowels of the dictionary before the bare letters.
 */
final class WordReadings {
    private static final double UNKNOWN_TO_DICTIONARY = 0.6;

    /** A spelling that the word may stand for, and what it costs to believe so. */
    private record Form(String text, double cost) {}

    private WordReadings() {}

    static List<Reading> of(String word, Vocalised dictionary) {
        List<Reading> all = new ArrayList<>();
        boolean arabic = Folding.isArabic(word);
        for (Form form : arabic ? arabicForms(word, dictionary) : latinForms(word)) {
            List<Reading> known = dictionary.readings(form.text);
            add(all, known, form.cost);
            add(all, Letters.read(form.text), form.cost + (known.isEmpty() ? 0 : UNKNOWN_TO_DICTIONARY));
        }
        return Reading.cheapest(all);
    }

    private static void add(List<Reading> all, List<Reading> readings, double cost) {
        for (Reading reading : readings) {
            all.add(new Reading(reading.symbols(), reading.cost() + cost));
        }
    }

    private static List<Form> arabicForms(String word, Vocalised dictionary) {
        int n = word.length();
        if (word.startsWith("ال") && n > 4) {
            boolean known = !dictionary.readings(word).isEmpty();
            return known
                    ? List.of(new Form(word, 0), new Form(word.substring(2), 0.05))
                    : List.of(new Form(word.substring(2), 0), new Form(word, 0.4));
        }
        if (word.startsWith("ل") && n > 4) {
            return List.of(new Form(word, 0), new Form(word.substring(1), 0.15));
        }
        if (word.startsWith("ايتال") && n > 6) {
            return List.of(new Form("ايت" + word.substring(5), 0), new Form(word, 0.2));
        }
        if (word.startsWith("بل") && n > 4) {
            return List.of(new Form(word, 0), new Form("بن" + word.substring(2), 0.15));
        }
        return List.of(new Form(word, 0));
    }

    private static List<Form> latinForms(String word) {
        int n = word.length();
        boolean vowelThird = n > 2 && "aeiou".indexOf(word.charAt(2)) >= 0;
        if (n > 4 && word.startsWith("el")) {
            return List.of(new Form(word.substring(2), 0), new Form(word, vowelThird ? 0.2 : 0.4));
        }
        if (n > 4 && word.startsWith("al")) {
            double strip = vowelThird || word.charAt(2) == 'l' ? 0.2 : 0;
            return List.of(new Form(word, strip == 0 ? 0.4 : 0), new Form(word.substring(2), strip));
        }
        if (Particles.assimilated(word)) {
            boolean e = word.charAt(0) == 'e';
            String stem = word.startsWith("ech") ? word.substring(word.startsWith("echch") ? 3 : 1) : word.substring(2);
            return List.of(new Form(stem, e ? 0 : 0.2), new Form(word, e ? 0.3 : 0));
        }
        if (n > 4 && word.charAt(0) == 'l') {
            boolean vowel = "aeiouy".indexOf(word.charAt(1)) >= 0;
            if (n > 5 && word.startsWith("la") && "aeiouy".indexOf(word.charAt(2)) < 0) {
                return List.of(new Form(word, 0), new Form(word.substring(1), 0.25), new Form(word.substring(2), 0.12));
            }
            return vowel
                    ? List.of(new Form(word, 0), new Form(word.substring(1), 0.25))
                    : List.of(new Form(word.substring(1), 0), new Form(word, 0.3));
        }
        if (word.matches("aite?l[^aeiouyl].{2,}")) {
            int stem = word.charAt(3) == 'e' ? 5 : 4;
            return List.of(new Form("ait" + Particles.APART + word.substring(stem), 0), new Form(word, 0.2));
        }
        if (n > 5 && word.startsWith("bel")) {
            return List.of(new Form(word, 0), new Form("ben" + word.substring(3), 0.15));
        }
        return List.of(new Form(word, 0));
    }
}
