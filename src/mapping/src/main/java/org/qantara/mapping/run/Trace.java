package org.qantara.mapping.run;

import java.util.ArrayList;
import java.util.List;

/** Collects lineage while a message is mapped; exists only when asked for. Belongs to one run. */
final class Trace {
    private final List<RuleRef> rules = new ArrayList<>();
    private final List<Origin.Span> spans = new ArrayList<>();
    private final List<Origin.TableRow> rows = new ArrayList<>();

    void enter(RuleRef rule) {
        rules.add(rule);
    }

    void leave() {
        rules.remove(rules.size() - 1);
    }

    /** Goes back to what was read for an earlier value. */
    void again(List<Origin.Span> earlier) {
        begin();
        spans.addAll(earlier);
    }

    /** From here on reads belong to one value. */
    void begin() {
        spans.clear();
        rows.clear();
    }

    /** How much was read for the value so far. */
    int spansRead() {
        return spans.size();
    }

    int rowsUsed() {
        return rows.size();
    }

    List<Origin.Span> spansFrom(int first) {
        return List.copyOf(spans.subList(first, spans.size()));
    }

    List<Origin.TableRow> rowsFrom(int first) {
        return List.copyOf(rows.subList(first, rows.size()));
    }

    /** What an expression read when it was evaluated for an earlier value belongs to this one too. */
    void again(Memo.Known known) {
        spans.addAll(known.spans());
        rows.addAll(known.rows());
    }

    void read(int start, int end) {
        spans.add(new Origin.Span(start, end));
    }

    void row(String table, String source, Table.Target target) {
        rows.add(new Origin.TableRow(table, source, target.code(), target.rows()));
    }

    /** What was read since the last beginning. */
    List<Origin.Span> spans() {
        return List.copyOf(spans);
    }

    /** The origin of a constant of the rule that runs. */
    Origin constant() {
        return new Origin(List.copyOf(rules), List.of(), List.of());
    }

    Origin origin() {
        return new Origin(List.copyOf(rules), List.copyOf(spans), List.copyOf(rows));
    }
}
