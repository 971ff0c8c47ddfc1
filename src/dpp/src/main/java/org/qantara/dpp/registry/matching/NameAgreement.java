package org.qantara.dpp.registry.matching;

import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.matching.Prepared.Spelling;
import org.qantara.dpp.registry.names.Name;
import org.qantara.dpp.registry.names.NameComparison;

/**
 * Agreement of the names of two records: the best of all pairs of spellings, straight and with given and family name exchanged.
 */
record NameAgreement(
        @Nullable Level family,
        @Nullable Level given,
        @Nullable String familyKey,
        @Nullable String givenKey,
        boolean exchanged,
        double givenDistance) {
    /** Up to here two names are alike ("Aicha", "Aecah"): hardly evidence, but no contradiction either. */
    private static final double ALIKE_MAX = 1.5;

    private static final NameAgreement NOTHING =
            new NameAgreement(null, null, null, null, false, Double.POSITIVE_INFINITY);

    static NameAgreement best(Prepared a, Prepared b, Frequencies frequencies) {
        NameAgreement best = null;
        for (Spelling x : a.spellings()) {
            for (Spelling y : b.spellings()) {
                NameAgreement straight = of(x.given(), x.family(), y.given(), y.family(), false, frequencies);
                best = best != null && best.rank() >= straight.rank() ? best : straight;
                if (best.rank() < 8) {
                    NameAgreement exchanged = of(x.given(), x.family(), y.family(), y.given(), true, frequencies);
                    boolean believable = exchanged.rank() >= 8;
                    best = believable && exchanged.rank() > best.rank() ? exchanged : best;
                }
            }
        }
        return best == null ? NOTHING : best;
    }

    private static NameAgreement of(
            Name given, Name family, Name otherGiven, Name otherFamily, boolean exchanged, Frequencies frequencies) {
        double givenDistance = NameComparison.distance(given, otherGiven);
        Level g = level(given, otherGiven, givenDistance, frequencies);
        Level f = level(family, otherFamily, NameComparison.distance(family, otherFamily), frequencies);
        return new NameAgreement(
                f, g, key(f, family, otherFamily), key(g, given, otherGiven), exchanged, givenDistance);
    }

    /** The key of what agreed: of the shorter name when one is part of the other. */
    private static @Nullable String key(@Nullable Level level, Name name, Name other) {
        if (level == null || level == Level.DIFFERENT) {
            return null;
        }
        boolean otherIsPart =
                level == Level.PARTIAL && other.words().size() < name.words().size();
        return (otherIsPart ? other : name).keys().get(0);
    }

    /** Sum over both names; 8 when both agree as the same name. */
    private int rank() {
        return points(family) + points(given);
    }

    private static int points(@Nullable Level level) {
        if (level == null) {
            return 0;
        }
        return switch (level) {
            case SAME -> 5;
            case VARIANT -> 4;
            case PARTIAL, TYPO -> 3;
            case NEAR -> 1;
            default -> -1;
        };
    }

    private static @Nullable Level level(Name a, Name b, double distance, Frequencies frequencies) {
        if (a.isEmpty() || b.isEmpty()) {
            return null;
        }
        if (distance <= 1) {
            return distance <= 0.5 ? Level.SAME : Level.VARIANT;
        }
        if (contains(a, b) || contains(b, a)) {
            return Level.PARTIAL;
        }
        return written(a, b, distance, frequencies);
    }

    /**
     * Every word of the shorter name is a word of the longer one: Mohamed Amine and Amine, Ali Ibrahim and Ali; not Mohamed Ali and
     * Mohamed Amine, nor Ali Ibrahim and Ibrahim, who may be brothers.
     */
    private static boolean contains(Name longer, Name shorter) {
        if (longer.words().size() <= shorter.words().size()) {
            return false;
        }
        Name.Word first = longer.words().get(0);
        boolean droppedFirst = first.isOftenDropped();
        if (!droppedFirst && !initialOrSame(shorter.words().get(0), first)) {
            return false;
        }
        return shorter.words().stream()
                .allMatch(word -> longer.words().stream().anyMatch(other -> initialOrSame(word, other)));
    }

    private static boolean initialOrSame(Name.Word a, Name.Word b) {
        return a.folded().length() == 1 ? b.folded().startsWith(a.folded()) : NameComparison.distance(a, b) <= 0.7;
    }

    /**
     * A slip of the keyboard, unless both are established names (Salma, Salwa) or differ in the ending that tells the sexes apart.
     * What is two slips away, or nearly the same by sound, is alike.
     */
    private static Level written(Name a, Name b, double distance, Frequencies frequencies) {
        String x = a.folded();
        String y = b.folded();
        int shorter = Math.min(x.length(), y.length());
        int slips = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
        int alike = shorter >= 6 ? 2 : shorter >= 4 ? 1 : 0;
        boolean ending = x.length() != y.length() && (x.startsWith(y) || y.startsWith(x));
        boolean established = frequencies.isEstablished(x) && frequencies.isEstablished(y);
        int edits = ending || established ? Integer.MAX_VALUE : TextDistance.edits(x, y, 2);
        if (edits <= slips) {
            return Level.TYPO;
        }
        return edits <= alike || distance <= ALIKE_MAX ? Level.NEAR : Level.DIFFERENT;
    }
}
