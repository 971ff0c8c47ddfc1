package org.qantara.dpp.registry.matching;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.matching.Prepared.Identifier;
import org.qantara.dpp.registry.matching.Prepared.Place;
import org.qantara.dpp.registry.names.NameComparison;

/** The level of agreement of every field that is not a name. A missing value puts nothing: it is no evidence. */
final class FieldLevels {
    private FieldLevels() {}

    /** The levels that a field can have. */
    static Set<Level> possible(Field field) {
        return switch (field) {
            case FAMILY_NAME, GIVEN_NAME ->
                EnumSet.of(Level.SAME, Level.VARIANT, Level.PARTIAL, Level.TYPO, Level.NEAR, Level.DIFFERENT);
            case SEX, PHONE -> EnumSet.of(Level.SAME, Level.DIFFERENT);
            case BIRTH_DATE ->
                EnumSet.of(
                        Level.SAME,
                        Level.TYPO,
                        Level.SWAPPED,
                        Level.FIRST_JANUARY,
                        Level.YEAR,
                        Level.NEAR,
                        Level.DIFFERENT);
            case CNIE, IDCS, INSURANCE, POSTAL_CODE -> EnumSet.of(Level.SAME, Level.TYPO, Level.DIFFERENT);
            case ADDRESS -> EnumSet.of(Level.SAME, Level.VARIANT, Level.PARTIAL, Level.NEAR, Level.DIFFERENT);
            case CITY -> EnumSet.of(Level.SAME, Level.VARIANT, Level.DIFFERENT);
        };
    }

    static void others(Map<Field, Level> levels, Prepared a, Prepared b) {
        Sex x = a.person().sex();
        Sex y = b.person().sex();
        if (x != Sex.UNKNOWN && y != Sex.UNKNOWN) {
            levels.put(Field.SEX, x == y ? Level.SAME : Level.DIFFERENT);
        }
        BirthDate born = a.person().birthDate();
        BirthDate otherBorn = b.person().birthDate();
        if (born != null && otherBorn != null) {
            levels.put(Field.BIRTH_DATE, birthDate(born, otherBorn));
        }
        identifier(levels, Field.CNIE, a.identifiers(NationalId.Kind.CNIE), b.identifiers(NationalId.Kind.CNIE));
        identifier(levels, Field.IDCS, a.identifiers(NationalId.Kind.IDCS), b.identifiers(NationalId.Kind.IDCS));
        identifier(
                levels,
                Field.INSURANCE,
                a.identifiers(NationalId.Kind.INSURANCE),
                b.identifiers(NationalId.Kind.INSURANCE));
        if (!a.phones().isEmpty() && !b.phones().isEmpty()) {
            boolean shared = !Collections.disjoint(a.phones(), b.phones());
            levels.put(Field.PHONE, shared ? Level.SAME : Level.DIFFERENT);
        }
    }

    static Level birthDate(BirthDate a, BirthDate b) {
        if (a.equals(b) && a.isComplete()) {
            return a.isFirstOfJanuary() ? Level.FIRST_JANUARY : Level.SAME;
        }
        boolean vague = !a.isComplete() || !b.isComplete() || a.isFirstOfJanuary() || b.isFirstOfJanuary();
        if (a.year() == b.year()) {
            if (vague) {
                return Level.YEAR;
            }
            if (a.month() == b.day() && a.day() == b.month()) {
                return Level.SWAPPED;
            }
        }
        if (!vague && TextDistance.edits(a.digits(), b.digits(), 1) <= 1) {
            return Level.TYPO;
        }
        boolean sameDay = a.month() == b.month() && a.day() == b.day();
        boolean near = a.year() == b.year() && (a.month() == b.month() || a.day() == b.day())
                || sameDay && Math.abs(a.year() - b.year()) <= 1;
        return near ? Level.NEAR : Level.DIFFERENT;
    }

    private static void identifier(Map<Field, Level> levels, Field field, List<Identifier> as, List<Identifier> bs) {
        Level best = null;
        for (Identifier a : as) {
            for (Identifier b : bs) {
                int edits = TextDistance.edits(a.value(), b.value(), 1);
                Level level = edits == 0 ? Level.SAME : edits == 1 ? Level.TYPO : Level.DIFFERENT;
                best = best == null || level.compareTo(best) < 0 ? level : best;
            }
        }
        if (best != null) {
            levels.put(field, best);
        }
    }

    /** Levels of the two places that agree best; returns the key of the agreed city. */
    static @Nullable String places(Map<Field, Level> levels, Prepared a, Prepared b) {
        Map<Field, Level> best = new EnumMap<>(Field.class);
        String cityKey = null;
        int bestRank = Integer.MIN_VALUE;
        for (Place x : a.places()) {
            for (Place y : b.places()) {
                Map<Field, Level> pair = new EnumMap<>(Field.class);
                place(pair, x, y);
                int rank = pair.values().stream()
                        .mapToInt(level -> -level.ordinal())
                        .sum();
                if (rank > bestRank && !pair.isEmpty()) {
                    bestRank = rank;
                    best = pair;
                    Level city = pair.get(Field.CITY);
                    cityKey = city == null || city == Level.DIFFERENT
                            ? null
                            : x.city().keys().get(0);
                }
            }
        }
        levels.putAll(best);
        return cityKey;
    }

    private static void place(Map<Field, Level> levels, Place a, Place b) {
        if (!a.words().isEmpty() && !b.words().isEmpty()) {
            levels.put(Field.ADDRESS, words(a.words(), b.words()));
        }
        if (!a.city().isEmpty() && !b.city().isEmpty()) {
            double distance = NameComparison.distance(a.city(), b.city());
            int edits = TextDistance.edits(a.city().folded(), b.city().folded(), 2);
            levels.put(
                    Field.CITY,
                    distance <= 0.5 ? Level.SAME : distance <= 1 || edits <= 2 ? Level.VARIANT : Level.DIFFERENT);
        }
        if (!a.postalCode().isEmpty() && !b.postalCode().isEmpty()) {
            boolean same = a.postalCode().equals(b.postalCode());
            boolean exchanged = TextDistance.exchanged(a.postalCode(), b.postalCode());
            levels.put(Field.POSTAL_CODE, same ? Level.SAME : exchanged ? Level.TYPO : Level.DIFFERENT);
        }
    }

    /** Share of the words, with a wrong letter allowed in longer ones, that the two address lines have in common. */
    private static Level words(Set<String> a, Set<String> b) {
        Set<String> smaller = a.size() <= b.size() ? a : b;
        Set<String> larger = new HashSet<>(a.size() <= b.size() ? b : a);
        int smallerCount = smaller.size();
        int largerCount = larger.size();
        int common = 0;
        for (String word : smaller) {
            boolean same = larger.remove(word)
                    || word.length() > 3 && larger.removeIf(other -> TextDistance.edits(word, other, 1) <= 1);
            common += same ? 1 : 0;
        }
        if (!numbers(a).isEmpty() && !numbers(b).isEmpty() && Collections.disjoint(numbers(a), numbers(b))) {
            return common > 0 && 2.0 * (common + 1) / (smallerCount + largerCount) >= 0.8
                    ? Level.NEAR
                    : Level.DIFFERENT;
        }
        double share = 2.0 * common / (smallerCount + largerCount);
        return share >= 0.95
                ? Level.SAME
                : share >= 0.6 ? Level.VARIANT : share >= 0.35 ? Level.PARTIAL : Level.DIFFERENT;
    }

    private static List<String> numbers(Set<String> words) {
        return words.stream().filter(word -> Character.isDigit(word.charAt(0))).toList();
    }
}
