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

    private Measures() {}

    static List<TextFunction> functions() {
        return List.of(
                TextFunction.one("amount", t -> part(t, 1)),
                TextFunction.one("unit", t -> part(t, 2)),
                TextFunction.one("loinc", Measures::loinc),
                TextFunction.one("rangeSex", t -> RangeText.of(t).sex()),
                TextFunction.one("rangeAgeLow", t -> RangeText.of(t).ageLow()),
                TextFunction.one("rangeAgeHigh", t -> RangeText.of(t).ageHigh()),
                TextFunction.one("rangeAgeUnit", t -> RangeText.of(t).ageUnit()),
                TextFunction.one("rangeLimits", t -> RangeText.of(t).limits()),
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

    private static @Nullable String convert(@Nullable String[] a) {
        if (a[0] == null || a[1] == null || a[2] == null || Ucum.problem(a[1]) != null || Ucum.problem(a[2]) != null) {
            return null;
        }
        return Numbers.decimal(a[0]) == null ? null : Ucum.convert(a[0], a[1], a[2], a.length > 3 ? a[3] : null);
    }
}
