package org.qantara.dpp.registry.names;

import java.util.ArrayList;
import java.util.List;

/**
 * One name part (the given names, or the family name) of a person, analysed for comparison; the raw value is kept.
 *
 * @param raw as received
 * @param folded the arranged words without blanks, for typing errors
 * @param words the arranged words, each analysed by itself
 * @param readings ways to read the whole, the usual one first; empty when the raw value holds no letter
 * @param keys phonetic keys of the whole, principal first
 */
public record Name(String raw, String folded, List<Word> words, List<Reading> readings, List<String> keys) {

    /** One word of a name: Ben Ali, Ait Ben Haddou and Abd el Kader are one word each. */
    public record Word(String folded, List<Reading> readings, List<String> keys) {
        /** Whether people leave this first name out where another follows (Mohamed, Fatima). */
        public boolean isOftenDropped() {
            return Particles.is("first", keys.get(0));
        }
    }

    /** Analyses a raw value; never fails, whatever the text holds. */
    public static Name of(String raw) {
        return of(raw, Vocalised.DICTIONARY);
    }

    /** As {@link #of(String)} without the dictionary of vowels: how the rules do on names they have never seen. */
    public static Name withoutDictionary(String raw) {
        return of(raw, Vocalised.NONE);
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    private static Name of(String raw, Vocalised dictionary) {
        List<Word> words = new ArrayList<>();
        List<Reading> whole = List.of(new Reading("", 0));
        StringBuilder folded = new StringBuilder();
        for (String word : Particles.arrange(Folding.words(raw))) {
            List<Reading> readings = WordReadings.of(word, dictionary);
            words.add(new Word(word.replace("+", ""), readings, PhoneticKey.of(readings)));
            whole = Reading.product(whole, readings);
            folded.append(word.replace("+", ""));
        }
        return words.isEmpty()
                ? new Name(raw, "", List.of(), List.of(), List.of())
                : new Name(raw, folded.toString(), List.copyOf(words), whole, PhoneticKey.of(whole));
    }
}
