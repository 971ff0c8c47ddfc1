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
        return new NameAgreement(f, g, key(f, family), key(g, given), exchanged, givenDistance);
    }

    private static @Nullable String key(@Nullable Level level, Name name) {
        return level == null || level == Level.DIFFERENT ? null : name.keys().get(0);
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
        return isTypo(a, b, frequencies) ? Level.TYPO : Level.DIFFERENT;
    }

    /** Every word of the shorter name is a word of the longer one: Mohamed Amine and Amine, but not Mohamed Ali and Mohamed Amine. */
    private static boolean contains(Name longer, Name shorter) {
        if (longer.words().size() <= shorter.words().size()) {
            return false;
        }
        return shorter.words().stream()
                .allMatch(word -> longer.words().stream().anyMatch(other -> initialOrSame(word, other)));
    }

    private static boolean initialOrSame(Name.Word a, Name.Word b) {
        return a.folded().length() == 1 ? b.folded().startsWith(a.folded()) : NameComparison.distance(a, b) <= 0.7;
    }

    /** A slip of the keyboard, unless both are established names (Salma, Salwa) or differ in the ending that tells the sexes apart. */
    private static boolean isTypo(Name a, Name b, Frequencies frequencies) {
        String x = a.folded();
        String y = b.folded();
        int shorter = Math.min(x.length(), y.length());
        int allowed = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
        if (allowed == 0 || x.length() != y.length() && (x.startsWith(y) || y.startsWith(x))) {
            return false;
        }
        boolean established = frequencies.isEstablished(x) && frequencies.isEstablished(y);
        return !established && TextDistance.edits(x, y, allowed) <= allowed;
    }
}
