package org.qantara.dpp.registry.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The evidence that two records are one person: Fellegi-Sunter weights of every field, corrected by how common an agreed name or
 * city is. Thread-safe.
 *
 * @param useCnie false where law 09-08 or the CNDP forbids the CNIE for matching: it is then neither evidence nor veto
 */
public record Scorer(Weights weights, Frequencies frequencies, boolean useCnie) {
    /** Family names are at home in towns: name and town are not independent, so a pair that may be of one town and shares nothing else must show more. */
    private static final double UNTRACED_BITS = 4;

    /** A registry that has just begun serves a country all the same. */
    private static final long PERSONS_MIN = 5_000;

    private static final double EXCHANGED_NAMES_BITS = -2;

    /**
     * Scores a pair.
     *
     * @param persons how many persons the registry knows: the more, the less likely is any two records' being one
     */
    Match score(Prepared a, Candidate candidate, long persons) {
        Comparison c = Comparison.of(a, candidate.record(), frequencies);
        List<FieldScore> fields = new ArrayList<>();
        double bits = -Math.log(Math.max(PERSONS_MIN, persons)) / Math.log(2);
        Set<Objection> objections = Rules.objections(a, candidate.record(), c, useCnie, frequencies.households());
        for (Map.Entry<Field, Level> entry : c.levels().entrySet()) {
            Field field = entry.getKey();
            boolean silent = field == Field.CNIE && (!useCnie || objections.contains(Objection.PARENTS_CNIE));
            if (!silent) {
                double fieldBits = bits(c, field, entry.getValue());
                fields.add(new FieldScore(field, entry.getValue(), Math.round(fieldBits * 100) / 100.0));
                bits += fieldBits;
            }
        }
        bits += c.namesExchanged() ? EXCHANGED_NAMES_BITS : 0;
        boolean neighbours = !c.is(Field.CITY, Level.DIFFERENT);
        boolean weak = neighbours && bits < weights.linkBits() + UNTRACED_BITS && !Rules.traced(c, useCnie);
        if (frequencies.households() && weak && bits >= weights.linkBits()) {
            objections.add(Objection.UNTRACED);
        }
        return new Match(
                candidate.record().person().id(),
                candidate.goldenId(),
                Math.round(bits * 100) / 100.0,
                fields,
                objections);
    }

    private double bits(Comparison c, Field field, Level level) {
        double bits = weights.bits(field, level);
        double share = level == Level.SAME || level == Level.PARTIAL ? 1 : level == Level.VARIANT ? 0.5 : 0;
        @Nullable
        String key =
                switch (field) {
                    case FAMILY_NAME -> c.familyKey();
                    case GIVEN_NAME -> c.givenKey();
                    case CITY -> c.cityKey();
                    default -> null;
                };
        if (share == 0 || key == null) {
            return bits;
        }
        double frequency =
                switch (field) {
                    case FAMILY_NAME -> frequencies.family(key);
                    case GIVEN_NAME -> frequencies.given(key);
                    default -> frequencies.city(key);
                };
        return bits + share * Math.log(weights.u(field, Level.SAME) / frequency) / Math.log(2);
    }
}
