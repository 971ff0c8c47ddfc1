package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.List;

/**
 * A parsed condition as the consolidated guide writes it: {@code ["and", ["valued", ["ref", "PID-7"]], ...]}.
 *
 * @param atom the text of a leaf; empty for a list
 * @param items items of a list
 */
record Sexp(String atom, List<Sexp> items) {
    /** Reads JSON arrays of arrays and texts. */
    static Sexp parse(String json) {
        int[] at = {0};
        return value(json, at);
    }

    private static Sexp value(String json, int[] at) {
        blanks(json, at);
        if (json.charAt(at[0]) == '"') {
            return new Sexp(text(json, at), List.of());
        }
        if (json.charAt(at[0]) != '[') {
            throw new IllegalArgumentException("a condition is no JSON array of texts at sign " + at[0] + ": " + json);
        }
        at[0]++;
        List<Sexp> items = new ArrayList<>();
        while (true) {
            blanks(json, at);
            if (json.charAt(at[0]) == ']') {
                at[0]++;
                return new Sexp("", List.copyOf(items));
            }
            items.add(value(json, at));
        }
    }

    private static void blanks(String json, int[] at) {
        while (json.charAt(at[0]) == ' ' || json.charAt(at[0]) == ',') {
            at[0]++;
        }
    }

    private static String text(String json, int[] at) {
        StringBuilder out = new StringBuilder();
        for (at[0]++; json.charAt(at[0]) != '"'; at[0]++) {
            if (json.charAt(at[0]) == '\\') {
                at[0]++;
            }
            out.append(json.charAt(at[0]));
        }
        at[0]++;
        return out.toString();
    }

    /** The word that a list begins with. */
    String operator() {
        return items.isEmpty() ? "" : items.get(0).atom();
    }

    Sexp item(int index) {
        return items.get(index);
    }
}
