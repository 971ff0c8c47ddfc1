package org.qantara.dpp.registry.matching;

import java.util.Arrays;

/** Edits between two short texts: insert, delete, replace, exchange of neighbours (optimal string alignment). */
final class TextDistance {
    private TextDistance() {}

    /** Whether two texts differ only by two neighbouring letters exchanged: codes of neighbouring places differ by one digit as well. */
    static boolean exchanged(String a, String b) {
        char[] x = a.toCharArray();
        char[] y = b.toCharArray();
        Arrays.sort(x);
        Arrays.sort(y);
        return a.length() == b.length() && Arrays.equals(x, y) && edits(a, b, 1) == 1;
    }

    /** The number of edits, or {@code max + 1} when there are more than {@code max}. */
    static int edits(String a, String b, int max) {
        if (Math.abs(a.length() - b.length()) > max) {
            return max + 1;
        }
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(last, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int best = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int edits = Math.min(last[j - 1] + cost, Math.min(last[j], row[j - 1]) + 1);
                boolean exchanged =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = exchanged ? Math.min(edits, before[j - 2] + 1) : edits;
                best = Math.min(best, row[j]);
            }
            if (best > max) {
                return max + 1;
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
