package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of HL7's V2-to-FHIR guide that a rule implements, written behind its left side: {@code gender @13}, {@code name[] @5,6},
 * {@code reasonCode[] @PV2[Encounter]#3}. A bare number counts in the guide's map that the document names under {@code ig:}.
 */
public final class GuideRows {
    private static final Pattern MARKED = Pattern.compile("(?s)(?<text>.*?)(?<marks>(?:\\s+@\\S+)+)\\s*");
    private static final Pattern MARK = Pattern.compile("@(?:(?<map>[^#@\\s]+)#)?(?<numbers>\\d+(?:,\\d+)*)");

    /** A text without its marks, and what the marks name: {@code PID[Patient]#13}. */
    public record Marked(String text, List<String> rows) {}

    private GuideRows() {}

    /**
     * Takes the marks off.
     *
     * @param guides maps in which a bare number counts; none when a mark must say its map
     */
    public static Marked split(String written, Pos pos, List<String> guides, Findings findings) {
        Matcher marked = MARKED.matcher(written);
        if (!marked.matches()) {
            return new Marked(written, List.of());
        }
        List<String> rows = new ArrayList<>();
        for (String word : marked.group("marks").trim().split("\\s+")) {
            Matcher mark = MARK.matcher(word);
            List<String> maps = mark.matches() && mark.group("map") != null ? List.of(mark.group("map")) : guides;
            if (!mark.matches() || maps.isEmpty()) {
                findings.error(
                        pos.plus(written.indexOf(word)),
                        "BAD-IG",
                        "'" + word
                                + "' names no row of the guide, expected @12 (with 'ig: MAP' in the document), @12,13 "
                                + "or @MAP#12");
                continue;
            }
            for (String map : maps) {
                for (String number : mark.group("numbers").split(",", -1)) {
                    rows.add((map + "#" + Integer.parseInt(number)).intern());
                }
            }
        }
        return new Marked(marked.group("text"), List.copyOf(rows));
    }

    /** The maps that {@code ig:} names. */
    static List<String> guides(Tree.@Nullable Word word) {
        return word == null ? List.of() : List.of(word.text().trim().split("\\s*,\\s*"));
    }
}
