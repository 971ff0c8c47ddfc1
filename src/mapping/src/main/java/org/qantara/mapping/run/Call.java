package org.qantara.mapping.run;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/**
 * How a rule calls another map: with which sources, and with which of the caller's own variables. Immutable.
 *
 * @param plan the called map
 * @param sources how many it takes; those that the rule does not give are absent
 * @param variables per variable of the called map the caller's, or -1 for none
 */
public record Call(MapPlan plan, int sources, int[] variables) {
    private static final @Nullable Object[] NONE = new @Nullable Object[0];

    /**
     * One source that a rule gives: the first position of an expression, or a record that the calling map has as a source itself.
     *
     * @param record number of the calling map's source, when there are no nodes
     */
    public record Source(@Nullable Nodes nodes, int record) {
        long at(Frame frame) {
            return nodes == null ? frame.sources[record] : nodes.first(frame);
        }

        boolean valued(Frame frame, long at) {
            return nodes == null ? at >= 0 : frame.document.valued(at);
        }
    }

    long[] sources(long first) {
        long[] all = new long[sources];
        Arrays.fill(all, SourceDocument.NONE);
        all[0] = first;
        return all;
    }

    /** The given sources, or null when there is nothing to map: the first position is absent, or every record. */
    long @Nullable [] sources(Frame frame, Source[] given) {
        long[] all = sources(SourceDocument.NONE);
        boolean valued = false;
        for (int i = 0; i < given.length; i++) {
            all[i] = given[i].at(frame);
            valued |= given[i].valued(frame, all[i]) && (i == 0 || given[i].nodes() == null);
        }
        return valued ? all : null;
    }

    @Nullable
    Object[] variables(Frame frame) {
        if (variables.length == 0) {
            return NONE;
        }
        @Nullable Object[] passed = new @Nullable Object[variables.length];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = variables[i] < 0 ? null : frame.variables[variables[i]];
        }
        return passed;
    }
}
