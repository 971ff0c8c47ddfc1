package org.qantara.mapping.coverage;

import java.util.List;

/**
 * A place where a row applies: a segment row that reaches it, and for data types the way down into the field.
 *
 * @param segment the segment row; its target type and target are where the path starts
 * @param structure message structure
 * @param way groups and segment in the structure
 * @param entry what the message's own row asks for, so that the segment is followed at all
 * @param component components below the field that the row's source stands in; empty for a segment row
 * @param through the data type rows passed on the way, outermost first
 */
record Context(
        GuideRow segment,
        String structure,
        List<String> way,
        List<Wishes> entry,
        List<Integer> component,
        List<GuideRow> through) {
    /** The row whose value the data type is: the last one passed, else the segment's. */
    GuideRow innermost() {
        return through.isEmpty() ? segment : through.get(through.size() - 1);
    }
}
