package org.qantara.mapping.coverage;

import java.util.List;

/**
 * A place where a row applies: a segment row that reaches it, and for data types the way down into the field.
 *
 * @param segment the segment row; its target type and target are where the path starts
 * @param structure message structure
 * @param way groups and segment in the structure
 * @param component components below the field that the row's source stands in; empty for a segment row
 * @param through the data type rows passed on the way, outermost first
 */
record Context(GuideRow segment, String structure, List<String> way, List<Integer> component, List<GuideRow> through) {}
