package org.qantara.dpp.registry.names;

import java.util.Arrays;
import java.util.List;

/**
 * The cost of turning one reading into another: an edit distance over sounds whose prices are in {@code costs.tsv}, with the rules
 * that depend on the place in the name. A final -a is the difference between Karim and Karima and therefore dear; a vowel inside is
 * cheap; a place that Arabic script leaves open is nearly free. Pure and thread-safe.
 */
final class Costs {
    private static final double[][] SWAP = new double[128][128];
    private static final double[] DROP = new double[128];

    static {
        for (List<String> row : NameTables.rows("costs.tsv", 3)) {
            double cost = Double.parseDouble(row.get(2));
            char a = row.get(0).charAt(0);
            char b = row.get(1).charAt(0);
            if (a == '*') {
                for (int i = 0; i < 128; i++) {
                    if (b == '-') {
                        DROP[i] = DROP[i] == 0 ? cost : DROP[i];
                    } else {
                        for (int j = 0; j < 128; j++) {
                            SWAP[i][j] = i == j ? 0 : SWAP[i][j] == 0 && !free(i, j) ? byKind(i, j, cost) : SWAP[i][j];
                        }
                    }
                }
            } else if (b == '-') {
                DROP[a] = cost;
            } else {
                SWAP[a][b] = cost == 0 ? Double.MIN_VALUE : cost;
                SWAP[b][a] = SWAP[a][b];
            }
        }
        DROP['.'] = 0;
        for (char vowel : "aeAO".toCharArray()) {
            SWAP['.'][vowel] = vowel == 'A' ? 0.35 : 0.03;
            SWAP[vowel]['.'] = SWAP['.'][vowel];
        }
        for (char vowel : "iuIU".toCharArray()) {
            SWAP['.'][vowel] = Character.isUpperCase(vowel) ? 0.5 : 0.1;
            SWAP[vowel]['.'] = SWAP['.'][vowel];
        }
    }

    private Costs() {}

    private static boolean free(int i, int j) {
        return SWAP[i][j] > 0;
    }

    private static double byKind(int i, int j, double cost) {
        return Reading.isVowel((char) i) == Reading.isVowel((char) j) ? cost : 3 * cost;
    }

    /** Sum of the cheapest way, stopped (returning more than {@code limit}) as soon as it must exceed the limit. */
    static double between(String a, String b, double limit) {
        double[] last = new double[b.length() + 1];
        double[] row = new double[b.length() + 1];
        for (int j = 0; j < b.length(); j++) {
            last[j + 1] = last[j] + drop(b, j);
        }
        for (int i = 0; i < a.length(); i++) {
            double dropped = drop(a, i);
            row[0] = last[0] + dropped;
            double best = row[0];
            for (int j = 0; j < b.length(); j++) {
                double cost = last[j] + swap(a, i, b, j);
                cost = Math.min(cost, last[j + 1] + dropped);
                cost = Math.min(cost, row[j] + drop(b, j));
                row[j + 1] = cost;
                best = Math.min(best, cost);
            }
            if (best > limit) {
                return best;
            }
            double[] spare = last;
            last = row;
            row = spare;
            Arrays.fill(row, 0);
        }
        return last[b.length()];
    }

    private static double swap(String a, int i, String b, int j) {
        char x = a.charAt(i);
        char y = b.charAt(j);
        if (x == y) {
            return 0;
        }
        double cost = x < 128 && y < 128 ? SWAP[x][y] : 1;
        if (cost > 0.4 && i > 0 && j > 0 && frontVowels(x, y) && closed(a, i) && closed(b, j)) {
            return 0.4;
        }
        boolean bothLast = i == a.length() - 1 && j == b.length() - 1;
        return bothLast && cost >= 0.1 && Reading.isVowel(x) && Reading.isVowel(y) ? Math.max(cost, 0.3) * 1.5 : cost;
    }

    /** A short a and i before two consonants are exchanged (Kattani, Kittani). */
    private static boolean frontVowels(char x, char y) {
        return x == 'a' && y == 'i' || x == 'i' && y == 'a';
    }

    private static boolean closed(String s, int i) {
        return i + 2 < s.length() && !Reading.isVowel(s.charAt(i + 1)) && !Reading.isVowel(s.charAt(i + 2));
    }

    private static double drop(String s, int i) {
        char c = s.charAt(i);
        if (c >= 128) {
            return 1;
        }
        boolean end = i == s.length() - 1;
        if (!Reading.isVowel(c)) {
            boolean firstGlide = i == 0 && (c == 'y' || c == 'w');
            return end && c == 'h' ? 0.05 : firstGlide ? 0.7 : DROP[c];
        }
        if (end || i == s.length() - 2 && s.endsWith("h")) {
            return switch (c) {
                case 'a', 'A', 'Y' -> 1;
                case 'i', 'I' -> 0.8;
                case 'u', 'U' -> 0.6;
                default -> DROP[c];
            };
        }
        boolean beside = i > 0 && Reading.isVowel(s.charAt(i - 1)) || Reading.isVowel(s.charAt(i + 1));
        if (i == 0) {
            return Math.min(DROP[c], 0.25);
        }
        return !beside ? DROP[c] : c == 'a' || c == 'e' ? DROP[c] * 0.6 : c == 'i' ? 0.45 : DROP[c];
    }
}
