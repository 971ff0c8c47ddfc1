package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.qantara.mapping.Diagnostic;

/** Collects diagnostics of one compilation; all of them, each once. Not safe for several threads. */
public final class Findings {
    private final LinkedHashSet<Diagnostic> found = new LinkedHashSet<>();

    public void error(Pos pos, String code, String message) {
        found.add(new Diagnostic(Diagnostic.Severity.ERROR, pos.file(), pos.line(), pos.column(), code, message));
    }

    public void warning(Pos pos, String code, String message) {
        found.add(new Diagnostic(Diagnostic.Severity.WARNING, pos.file(), pos.line(), pos.column(), code, message));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /** Sorted by file and position. */
    public List<Diagnostic> sorted() {
        List<Diagnostic> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(Diagnostic::file)
                .thenComparing(Diagnostic::line)
                .thenComparing(Diagnostic::column)
                .thenComparing(Diagnostic::message));
        return sorted;
    }

    /** {@code " (did you mean X?)"} for the nearest of the known names, or nothing when none is near. */
    public static String suggestion(String written, Collection<String> known) {
        String best = "";
        int bestDistance = Math.max(1, written.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance || (distance == bestDistance && !best.isEmpty() && name.compareTo(best) < 0)) {
                best = name;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? "" : " (did you mean " + best + "?)";
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 4) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + cost);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
