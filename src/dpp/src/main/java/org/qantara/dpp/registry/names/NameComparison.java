package org.qantara.dpp.registry.names;

/** How far one name is from another, over all their readings. Symmetric, pure and thread-safe. */
public final class NameComparison {
    private NameComparison() {}

    /**
     * The cost of taking the one for the other, in units of a wrong consonant, divided by what a name of that length may cost:
     * 0 is the same spelling, up to 1 the same name written differently, beyond 1 different names.
     */
    public static double distance(Name a, Name b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        if (a.folded().equals(b.folded())) {
            return 0;
        }
        return distance(a.readings(), b.readings());
    }

    /** The same measure between two words of names. */
    public static double distance(Name.Word a, Name.Word b) {
        return a.folded().equals(b.folded()) ? 0 : distance(a.readings(), b.readings());
    }

    private static double distance(java.util.List<Reading> as, java.util.List<Reading> bs) {
        double best = 4;
        for (Reading a : as) {
            for (Reading b : bs) {
                double allowed = allowed(a.symbols(), b.symbols());
                double start = a.cost() + b.cost();
                if (start < best * allowed) {
                    double cost = start + Costs.between(a.symbols(), b.symbols(), best * allowed - start);
                    best = Math.min(best, cost / allowed);
                }
            }
        }
        return best;
    }

    /** Short names differ by little (Said, Saad), long ones may collect more variants of spelling. */
    private static double allowed(String a, String b) {
        double sounds = (sounds(a) + sounds(b)) / 2.0;
        return Math.min(1.1, 0.42 + 0.05 * Math.max(0, sounds - 4));
    }

    private static int sounds(String symbols) {
        int n = 0;
        for (int i = 0; i < symbols.length(); i++) {
            n += symbols.charAt(i) == '.' ? 0 : 1;
        }
        return n;
    }
}
