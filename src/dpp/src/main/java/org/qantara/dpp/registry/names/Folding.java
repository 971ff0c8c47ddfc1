package org.qantara.dpp.registry.names;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Brings the many ways of typing the same letters together: case, accents, Arabic vowel marks, tatweel, hamza carriers,
 * presentation forms, foreign shapes of kaf and ya, Tifinagh, digits of three alphabets, hyphens and apostrophes.
 *
 * <p>Nothing is translated between scripts here except Tifinagh, which is written in the Latin letters of the same sounds. The raw
 * value is never changed; folding is recomputed whenever it is needed. Pure and thread-safe.
 */
public final class Folding {
    /** Longer input is cut: a name of that length is an attack or a mistake, and every step behind is quadratic at worst. */
    static final int CHARS_MAX = 120;

    private static final int TOKENS_MAX = 8;

    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('ç', "s"),
            Map.entry('ş', "sh"),
            Map.entry('š', "sh"),
            Map.entry('ğ', "gh"),
            Map.entry('ġ', "gh"),
            Map.entry('ǧ', "j"),
            Map.entry('ḫ', "kh"),
            Map.entry('ẖ', "kh"),
            Map.entry('ḏ', "dh"),
            Map.entry('ṯ', "th"),
            Map.entry('č', "ch"),
            Map.entry('ž', "j"),
            Map.entry('ı', "i"),
            Map.entry('œ', "oe"),
            Map.entry('æ', "ae"),
            Map.entry('ß', "ss"),
            Map.entry('ø', "o"),
            Map.entry('ł', "l"),
            Map.entry('ɣ', "gh"),
            Map.entry('ε', "3"),
            Map.entry('ی', "ي"),
            Map.entry('ې', "ي"),
            Map.entry('ک', "ك"),
            Map.entry('ڪ', "ك"),
            Map.entry('ڭ', "گ"),
            Map.entry('ݣ', "گ"),
            Map.entry('ڨ', "گ"),
            Map.entry('ݢ', "گ"),
            Map.entry('ھ', "ه"),
            Map.entry('ہ', "ه"),
            Map.entry('ە', "ه"),
            Map.entry('ۃ', "ة"),
            Map.entry('چ', "ش"),
            Map.entry('ٱ', "ا"),
            Map.entry('ڥ', "ڤ"));

    private Folding() {}

    /** The words of a raw name, folded, in order; empty for a name without a letter. */
    public static List<String> words(String raw) {
        List<String> words = new ArrayList<>();
        for (String word : fold(raw).split(" ")) {
            if (!word.isEmpty() && words.size() < TOKENS_MAX) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    /** The raw text folded into words separated by one blank: letters and digits only. */
    public static String fold(String raw) {
        String cut = raw.length() > CHARS_MAX ? raw.substring(0, CHARS_MAX) : raw;
        String unified = Normalizer.normalize(cut, Normalizer.Form.NFKC);
        StringBuilder spaced = new StringBuilder(unified.length() + 8);
        for (int i = 0; i < unified.length(); i++) {
            char c = unified.charAt(i);
            boolean hump = i > 1 && Character.isUpperCase(c) && Character.isLowerCase(unified.charAt(i - 1));
            if (hump && i + 1 < unified.length() && Character.isLowerCase(unified.charAt(i + 1))) {
                spaced.append(' ');
            }
            String replaced = LETTERS.get(Character.toLowerCase(c));
            spaced.append(replaced == null ? String.valueOf(c) : replaced);
        }
        String decomposed = Normalizer.normalize(spaced.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        StringBuilder out = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            append(out, decomposed.charAt(i));
        }
        return out.toString().strip();
    }

    /** Decimal digits of any script as ASCII, everything else dropped: for telephone numbers and dates. */
    public static String digits(String raw) {
        StringBuilder out = new StringBuilder();
        raw.codePoints()
                .filter(Character::isDigit)
                .limit(CHARS_MAX)
                .forEach(c -> out.append((char) ('0' + Character.digit(c, 10))));
        return out.toString();
    }

    /** Letters and digits in upper case, digits of any script as ASCII: for identifiers such as the CNIE ("ab 123456" is AB123456). */
    public static String identifier(String raw) {
        StringBuilder out = new StringBuilder();
        Normalizer.normalize(raw, Normalizer.Form.NFKC)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .limit(CHARS_MAX)
                .forEach(c -> {
                    if (Character.isDigit(c)) {
                        out.append((char) ('0' + Character.digit(c, 10)));
                    } else {
                        out.appendCodePoint(Character.toUpperCase(c));
                    }
                });
        return out.toString();
    }

    static boolean isArabic(String word) {
        return !word.isEmpty() && Character.UnicodeScript.of(word.charAt(0)) == Character.UnicodeScript.ARABIC;
    }

    private static void append(StringBuilder out, char c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || c == 'ـ' || isApostrophe(c)) {
            return;
        }
        if (Character.isDigit(c)) {
            out.append((char) ('0' + Character.digit(c, 10)));
        } else if (Character.isLetter(c)) {
            String latin = NameTables.TIFINAGH.get(c);
            String replaced = latin == null ? LETTERS.get(c) : latin;
            out.append(replaced == null ? String.valueOf(c) : replaced);
        } else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ' && type != Character.FORMAT) {
            out.append(' ');
        }
    }

    private static boolean isApostrophe(char c) {
        return "'’‘`´ʼʿʾʹ′".indexOf(c) >= 0;
    }
}
