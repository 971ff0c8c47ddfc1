package org.qantara.mapping.run;

import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/**
 * One call of a map: its sources, variables and the object that it fills.
 *
 * <p>A source is a record number (of a record map; -1 when absent) or a node (of a data type map).
 */
public final class Frame {
    final Run run;
    final SourceDocument document;
    final long[] sources;
    final @Nullable Object[] variables;
    final FhirObject target;
    /** The repetition that a {@code where} looks at. */
    long element = SourceDocument.NONE;
    /** The repetition that a group of rules is at. */
    long current = SourceDocument.NONE;
    /** What expressions that stand several times in the map gave. */
    @Nullable
    Memo.Known @Nullable [] memo;

    Frame(Run run, long[] sources, @Nullable Object[] variables, FhirObject target) {
        this.run = run;
        this.document = run.document();
        this.sources = sources;
        this.variables = variables;
        this.target = target;
    }

    /** The record of a variable that names one, or -1. */
    int record(int variable) {
        return variables[variable] instanceof int[] records && records.length > 0 ? records[0] : -1;
    }
}
