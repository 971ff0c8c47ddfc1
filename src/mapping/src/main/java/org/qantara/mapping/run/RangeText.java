package org.qantara.mapping.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference range as laboratories write it: {@code M: 4.5-5.9}, {@code Femmes 18 à 65 ans : 12,0 - 16,0}, {@code (> 60 y) F < 5}. Only
 * a text that is nothing but a sex, an age and one range is taken apart; where several ranges stand or words lead the only one ({@code phase
 * lutéale: 5-20}, {@code M: 4-6; F: 3-5}, {@code 13-17 (M)}) the limits are not known, and the text alone is kept. The codes of ages are UCUM's.
 *
 * @param sex FHIR's word, null when the text names none
 * @param limits the range without the words for whom it is, null when the text is not understood
 */
record RangeText(
        @Nullable String sex,
        @Nullable String ageLow,
        @Nullable String ageHigh,
        @Nullable String ageUnit,
        @Nullable String limits) {
    /** Longer ones are tables, not ranges; the patterns would try every way to cut them. */
    private static final int LENGTH_MAX = 80;

    private static final RangeText UNKNOWN = new RangeText(null, null, null, null, null);
    private static final Pattern SEX = Pattern.compile(
            "(?<women>FEMMES?|WOMEN|WOMAN|FEMALES?|F)|(?<men>HOMMES?|MEN|MAN|MALES?|M|H)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern AGE = Pattern.compile(
            "(?:(?<from>\\d{1,3})\\s*(?:-|–|à|to)\\s*(?<to>\\d{1,3})|(?<sign>>=|<=|≥|≤|>|<)\\s*(?<bound>\\d{1,3}))"
                    + "\\s*(?<unit>ans?|years?|yrs?|y|mois|months?|mo|semaines?|weeks?|wk|jours?|days?|d|j)(?![\\p{L}\\d])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BETWEEN = Pattern.compile("[\\s:,()]*");
    /** A unit may follow, a second range may not. */
    private static final Pattern ONE_RANGE = Pattern.compile(
            "(?:(?:<=|>=|<|>|≤|≥)\\s*[-+]?\\d*[.,]?\\d+|[-+]?\\d*[.,]?\\d+\\s*(?:-|–|à|to)\\s*[-+]?\\d*[.,]?\\d+)"
                    + "(?:\\s*[\\p{L}%µ\\d][^\\s;,()]{0,20})?(?<tail>\\D*)",
            Pattern.CASE_INSENSITIVE);
    /** Words behind the range that say whom it is for. */
    private static final Pattern SEX_BEHIND = Pattern.compile(
            "(?<![\\p{L}/])(?:" + SEX.pattern() + ")(?!\\p{L})", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    static RangeText of(String text) {
        if (text.length() > LENGTH_MAX) {
            return UNKNOWN;
        }
        Parts parts = new Parts(text.strip());
        boolean sexFirst = parts.sex();
        parts.age();
        if (!sexFirst) {
            parts.sex();
        }
        return parts.read();
    }

    /** What is left to read, and what was found. */
    private static final class Parts {
        private final String whole;
        private String rest;
        private @Nullable String sex;
        private @Nullable Matcher age;

        Parts(String whole) {
            this.whole = whole;
            this.rest = whole;
        }

        boolean sex() {
            skip();
            Matcher m = SEX.matcher(rest);
            if (!m.lookingAt() || m.end() < rest.length() && Character.isLetter(rest.charAt(m.end()))) {
                return false;
            }
            sex = m.group("women") != null ? "female" : "male";
            rest = rest.substring(m.end());
            skip();
            return true;
        }

        void age() {
            skip();
            Matcher m = AGE.matcher(rest);
            if (m.lookingAt()) {
                age = m;
                rest = rest.substring(m.end());
                skip();
            }
        }

        private void skip() {
            Matcher m = BETWEEN.matcher(rest);
            rest = m.lookingAt() ? rest.substring(m.end()) : rest;
        }

        RangeText read() {
            String limits = sex == null && age == null ? whole : rest;
            Matcher one = ONE_RANGE.matcher(limits.strip());
            if (!one.matches() || SEX_BEHIND.matcher(one.group("tail")).find()) {
                return UNKNOWN;
            }
            Matcher m = age;
            if (m == null) {
                return new RangeText(sex, null, null, null, limits);
            }
            String sign = m.group("sign");
            boolean upper = sign != null && (sign.startsWith("<") || sign.equals("≤"));
            return new RangeText(
                    sex,
                    sign == null ? m.group("from") : upper ? null : m.group("bound"),
                    sign == null ? m.group("to") : upper ? m.group("bound") : null,
                    unit(m.group("unit").toLowerCase(Locale.ROOT)),
                    limits);
        }

        private static String unit(String word) {
            return switch (word.charAt(0)) {
                case 'm' -> "mo";
                case 's', 'w' -> "wk";
                case 'j', 'd' -> "d";
                default -> "a";
            };
        }
    }
}
