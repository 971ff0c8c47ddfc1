package org.qantara.mapping.run;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions on what laboratories measure: numbers as people write them, their units, whom a reference range is for. */
final class Measures {
    /** A number and nothing else, or with a unit glued or set behind it. */
    private static final Pattern AMOUNT = Pattern.compile("([-+]?\\d+(?:[.,]\\d+)?)\\s*(\\S.*)?");

    private static final Pattern UNIT = Pattern.compile("(?:[\\p{L}%°].*|10[*^].*)");
    /** Units without a stroke that are seen behind a number; anything else there may be a word. */
    private static final Set<String> PLAIN_UNITS =
            Set.of("%", "fl", "pg", "s", "sec", "mm", "g", "mg", "kg", "ml", "ui", "u");

    private static final Pattern LOINC = Pattern.compile("\\d{1,7}-\\d");
    private static final Pattern FOR_WOMEN =
            Pattern.compile("(?:F|FEMMES?|WOMEN|WOMAN|FEMALES?)(?:\\s*:|\\s).*", Pattern.DOTALL);
    private static final Pattern FOR_MEN =
            Pattern.compile("(?:M|H|HOMMES?|MEN|MAN|MALES?)(?:\\s*:|\\s).*", Pattern.DOTALL);
    private static final Pattern AGES =
            Pattern.compile("(\\d{1,3})\\s*(?:-|à|to)\\s*(\\d{1,3})\\s*(ans?|years?|yr|mois|months?|jours?|days?)");

    private Measures() {}

    static List<TextFunction> functions() {
        return List.of(
                TextFunction.one("amount", t -> part(t, 1)),
                TextFunction.one("unit", t -> part(t, 2)),
                TextFunction.one("loinc", Measures::loinc),
                TextFunction.one("rangeSex", Measures::rangeSex),
                TextFunction.one("rangeAgeLow", t -> age(t, 1)),
                TextFunction.one("rangeAgeHigh", t -> age(t, 2)),
                TextFunction.one("rangeAgeUnit", Measures::ageUnit),
                TextFunction.one("rangeLimits", Measures::limits),
                new TextFunction("convert", 3, 4, Measures::convert));
    }

    private static @Nullable String part(String text, int group) {
        Matcher m = AMOUNT.matcher(text.trim());
        if (!m.matches()) {
            return null;
        }
        String unit = m.group(2);
        if (unit != null && !isUnit(unit)) {
            return null;
        }
        return group == 2 ? unit : Numbers.decimal(m.group(1).replace(',', '.'));
    }

    private static boolean isUnit(String text) {
        return UNIT.matcher(text).matches()
                && (text.contains("/") || PLAIN_UNITS.contains(text.toLowerCase(Locale.ROOT)))
                && !text.contains(" ");
    }

    /** The text when it is a LOINC number: its last digit is the check digit (LOINC Users' Guide, "Mod 10"). */
    private static @Nullable String loinc(String text) {
        String t = text.trim();
        if (!LOINC.matcher(t).matches()) {
            return null;
        }
        int sum = 0;
        boolean twice = true;
        for (int i = t.length() - 3; i >= 0; i--) {
            int digit = (t.charAt(i) - '0') * (twice ? 2 : 1);
            sum += digit / 10 + digit % 10;
            twice = !twice;
        }
        return (10 - sum % 10) % 10 == t.charAt(t.length() - 1) - '0' ? t : null;
    }

    /** {@code M: 13-17}, {@code Femmes 12 - 16}: FHIR's word for whom the range is. */
    private static @Nullable String rangeSex(String text) {
        String t = text.trim().toUpperCase(Locale.ROOT);
        return FOR_WOMEN.matcher(t).matches() ? "female" : FOR_MEN.matcher(t).matches() ? "male" : null;
    }

    private static @Nullable String age(String text, int group) {
        Matcher m = AGES.matcher(text);
        return m.find() ? m.group(group) : null;
    }

    private static @Nullable String ageUnit(String text) {
        Matcher m = AGES.matcher(text);
        if (!m.find()) {
            return null;
        }
        return switch (m.group(3).charAt(0)) {
            case 'm' -> "mo";
            case 'j', 'd' -> "d";
            default -> "a";
        };
    }

    /** A range without the words that say whom it is for. */
    private static @Nullable String limits(String text) {
        String bare = AGES.matcher(text.trim()).replaceAll("");
        Matcher words = Pattern.compile("^[\\p{L}\\s:(),]*").matcher(bare);
        return words.replaceFirst("").trim();
    }

    private static @Nullable String convert(@Nullable String[] a) {
        if (a[0] == null || a[1] == null || a[2] == null || Ucum.problem(a[1]) != null || Ucum.problem(a[2]) != null) {
            return null;
        }
        return Numbers.decimal(a[0]) == null ? null : Ucum.convert(a[0], a[1], a[2], a.length > 3 ? a[3] : null);
    }
}
