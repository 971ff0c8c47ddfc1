package org.qantara.mapping.run;

import java.util.List;

/**
 * Where a value comes from.
 *
 * @param rules rules from the outermost to the one that set the value
 * @param spans bytes that were read for it
 * @param rows table rows that translated it
 */
public record Origin(List<RuleRef> rules, List<Span> spans, List<TableRow> rows) {
    /** Bytes from {@code start} to before {@code end}. */
    public record Span(int start, int end) {}

    /** Row {@code source} of a table, or its else when the code has no row. */
    public record TableRow(String table, String source, String target, List<String> guideRows) {}

    /** Both together, for a value that was put together from two. */
    Origin and(Origin other) {
        List<Span> allSpans = new java.util.ArrayList<>(spans);
        allSpans.addAll(other.spans);
        List<TableRow> allRows = new java.util.ArrayList<>(rows);
        allRows.addAll(other.rows);
        return new Origin(rules, allSpans, allRows);
    }
}
