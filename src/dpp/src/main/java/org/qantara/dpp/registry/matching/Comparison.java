package org.qantara.dpp.registry.matching;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The levels of agreement of two records, field by field; a field that is missing on either side is absent.
 *
 * @param familyKey phonetic key of the family name that agreed, for its frequency; null when it did not agree
 * @param givenKey the same for the given name
 * @param cityKey the same for the city
 * @param namesExchanged the given name of one agreed with the family name of the other
 * @param givenDistance distance of the given names as {@code NameComparison} measures it; infinite when missing
 */
public record Comparison(
        Map<Field, Level> levels,
        @Nullable String familyKey,
        @Nullable String givenKey,
        @Nullable String cityKey,
        boolean namesExchanged,
        double givenDistance) {

    /** Compares two prepared records. Symmetric but for which key stands for an agreed name. */
    public static Comparison of(Prepared a, Prepared b, Frequencies frequencies) {
        Map<Field, Level> levels = new EnumMap<>(Field.class);
        NameAgreement names = NameAgreement.best(a, b, frequencies);
        put(levels, Field.FAMILY_NAME, names.family());
        put(levels, Field.GIVEN_NAME, names.given());
        FieldLevels.others(levels, a, b);
        String cityKey = FieldLevels.places(levels, a, b);
        return new Comparison(
                levels, names.familyKey(), names.givenKey(), cityKey, names.exchanged(), names.givenDistance());
    }

    @Nullable
    Level level(Field field) {
        return levels.get(field);
    }

    boolean is(Field field, Level... accepted) {
        Level level = levels.get(field);
        for (Level one : accepted) {
            if (level == one) {
                return true;
            }
        }
        return false;
    }

    private static void put(Map<Field, Level> levels, Field field, @Nullable Level level) {
        if (level != null) {
            levels.put(field, level);
        }
    }
}
