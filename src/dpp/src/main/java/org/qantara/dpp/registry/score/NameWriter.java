package org.qantara.dpp.registry.score;

import java.util.Locale;
import java.util.Random;
import org.qantara.dpp.registry.names.Vocalised;

/**
 * Writes a name the way clerks do: in French, English or Spanish letters with all their liberties, or in Arabic with dropped hamzas
 * and joined words. Works from how the name sounds, with rules of its own, so that the reader is tested and not repeated.
 */
final class NameWriter {
    /** Whose letters. */
    enum Style {
        FRENCH,
        ENGLISH,
        SPANISH
    }

    private final Random random;

    NameWriter(Random random) {
        this.random = random;
    }

    /** A Latin spelling; two calls rarely give the same for a long name. */
    String latin(Vocalised.Entry entry, Style style) {
        String reading = entry.readings().get(chance(0.8) ? 0 : entry.readings().size() - 1);
        StringBuilder out = new StringBuilder();
        for (String word : reading.split(" ")) {
            String joint = out.length() == 0
                    ? ""
                    : chance(word.startsWith("a") && word.indexOf('-') == 2 ? 0.45 : 0.9) ? " " : "";
            String written = word(word, style, out.length() > 0);
            out.append(joint)
                    .append(
                            joint.isEmpty() && out.length() > 0
                                    ? written.toLowerCase(Locale.ROOT).replace(" ", "")
                                    : written);
        }
        return out.toString();
    }

    /** An Arabic spelling with the usual liberties. */
    String arabic(Vocalised.Entry entry) {
        String text = entry.arabic();
        if (chance(0.3)) {
            text = text.replace('أ', 'ا').replace('إ', 'ا').replace('آ', 'ا');
        }
        if (chance(0.12) && text.endsWith("ة")) {
            text = text.substring(0, text.length() - 1) + "ه";
        }
        if (chance(0.08) && text.endsWith("ى")) {
            text = text.substring(0, text.length() - 1) + "ي";
        } else if (chance(0.04) && text.endsWith("ي")) {
            text = text.substring(0, text.length() - 1) + "ى";
        }
        if (chance(0.25)) {
            text = text.replace("عبد ال", "عبدال").replace(" الدين", "الدين");
        }
        if (chance(0.15)) {
            text = text.startsWith("بن ") ? "بن" + text.substring(3) : text.replaceFirst("^بن(?=.{4})", "بن ");
        }
        if (chance(0.06) && entry.kind().equals("s") && text.startsWith("ال") && text.length() > 5) {
            text = text.substring(2);
        }
        return text;
    }

    private String word(String word, Style style, boolean inside) {
        if (word.startsWith("3abda") && word.indexOf('-') == 6) {
            return abd(word, style);
        }
        if (word.matches("a.-.*")) {
            return article(word, style, inside);
        }
        String prefix = prefix(word);
        if (!prefix.isEmpty() && chance(0.25)) {
            return capital(sounds(prefix, style)) + " " + capital(sounds(word.substring(prefix.length()), style));
        }
        return capital(sounds(word, style));
    }

    private static String prefix(String word) {
        for (String prefix : new String[] {"ben", "bel", "bU"}) {
            if (word.startsWith(prefix) && word.length() > prefix.length() + 3) {
                return prefix;
            }
        }
        return "";
    }

    private String abd(String word, Style style) {
        char assimilated = word.charAt(5);
        String stem = sounds(word.substring(7), style);
        boolean sun = assimilated != 'l';
        String first = sun ? stem.substring(0, 1) : "";
        double dice = random.nextDouble();
        if (sun && dice < 0.6) {
            return "Abde" + (chance(0.8) ? first : "") + stem;
        }
        if (dice < 0.8) {
            return "Abdel" + stem;
        }
        if (dice < 0.9) {
            return "Abd " + (sun ? capital("e" + first) : "El") + " " + capital(stem);
        }
        return (style == Style.ENGLISH ? "Abdul " : "Abdel ") + capital(stem);
    }

    private String article(String word, Style style, boolean inside) {
        boolean sun = word.charAt(1) != 'l';
        String stem = sounds(word.substring(3), style);
        String doubled = (word.charAt(1) == 'S' ? style == Style.ENGLISH ? "sh" : "ch" : stem.substring(0, 1)) + stem;
        double dice = random.nextDouble();
        if (inside) {
            return capital(dice < 0.7 ? "e" + doubled : stem);
        }
        if (sun && dice < 0.15) {
            return capital("e" + doubled);
        }
        if (dice < 0.55) {
            return (style == Style.ENGLISH ? "Al " : "El ") + capital(stem);
        }
        if (dice < 0.65) {
            return (style == Style.ENGLISH ? "Al" : "El") + stem;
        }
        boolean dialect = !sun && dice < 0.70;
        return capital(dialect ? "l" + stem : stem);
    }

    private String sounds(String reading, Style style) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < reading.length(); i++) {
            char c = reading.charAt(i);
            boolean end = i == reading.length() - 1;
            boolean doubled = !end && reading.charAt(i + 1) == c;
            if (doubled && (vowel(c) || chance(0.35))) {
                continue;
            }
            char next = end ? ' ' : reading.charAt(i + 1);
            char last = i == 0 ? ' ' : reading.charAt(i - 1);
            out.append(sound(c, last, next, style));
        }
        char end = reading.charAt(reading.length() - 1);
        if (style == Style.FRENCH && "nmdlrSq".indexOf(end) >= 0 && reading.length() > 4 && chance(0.2)) {
            out.append('e');
        }
        return out.toString();
    }

    private String sound(char c, char last, char next, Style style) {
        boolean french = style == Style.FRENCH;
        boolean english = style == Style.ENGLISH;
        return switch (c) {
            case 'S' -> english ? "sh" : "ch";
            case 'x' -> style == Style.SPANISH && chance(0.5) ? "j" : "kh";
            case 'G' -> french && chance(0.1) ? "rh" : "gh";
            case 'j' -> french && chance(0.12) ? "dj" : "j";
            case 'H', 'h' -> "h";
            case '3' -> next == 'a' && last != ' ' && chance(0.1) ? "a" : "";
            case 'T' -> chance(english ? 0.8 : 0.4) ? "th" : "t";
            case 'D' -> chance(english ? 0.6 : 0.15) ? "dh" : "d";
            case 'q' -> chance(english ? 0.7 : 0.2) ? "q" : "k";
            case 'g' -> "eiIy".indexOf(next) >= 0 ? "gu" : "g";
            case 's' -> vowel(last) && vowel(next) && last != ' ' ? chance(french ? 0.75 : 0.15) ? "ss" : "s" : "s";
            case 'w' -> french && chance(0.75) ? "ou" : "w";
            case 'y' -> vowel(next) ? chance(0.85) ? "y" : "i" : chance(0.6) ? "i" : "y";
            case 'u', 'U' ->
                english ? chance(0.8) ? "u" : "o" : style == Style.SPANISH ? "u" : chance(0.85) ? "ou" : "o";
            case 'i', 'I' -> english && c == 'I' && chance(0.15) ? "ee" : c == 'i' && chance(0.1) ? "e" : "i";
            case 'a' -> next != ' ' && last != ' ' && chance(0.12) ? "e" : "a";
            case 'A' -> next == ' ' && french && chance(0.3) ? "ae" : "a";
            default -> String.valueOf(c);
        };
    }

    private static boolean vowel(char c) {
        return "aeiuAIU".indexOf(c) >= 0;
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    static String capital(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
