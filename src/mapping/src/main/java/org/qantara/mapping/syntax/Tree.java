package org.qantara.mapping.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of a mappings folder as written. */
public final class Tree {
    private Tree() {}

    /** A text with its place. */
    public record Word(Pos pos, String text) {}

    /**
     * {@code map: NM, CWE | CE -> Quantity}.
     *
     * @param sources per position the alternatives; the first alternative's name is the prefix of paths
     */
    public record MapDoc(
            Pos pos,
            String layer,
            @Nullable String version,
            List<List<Word>> sources,
            Word target,
            List<Value.Single> keys,
            @Nullable Word owns,
            List<With> with,
            List<Rule> rules,
            List<Word> events,
            List<Make> make,
            @Nullable Word lines,
            Map<Word, String> ignore,
            List<Test> tests) {
        /** The same map with other rules. */
        public MapDoc withRules(List<Rule> others) {
            return new MapDoc(
                    pos,
                    layer,
                    version,
                    sources,
                    target,
                    keys,
                    owns,
                    with,
                    List.copyOf(others),
                    events,
                    make,
                    lines,
                    ignore,
                    tests);
        }

        /** The element whose lines are joined when a message repeats a key, or null. */
        public @Nullable String joined() {
            return lines == null ? null : lines.text();
        }

        /** Identity of the map for linking and overrides: {@code PID -> Patient}. */
        public String name() {
            StringBuilder out = new StringBuilder();
            for (List<Word> alternatives : sources) {
                out.append(out.isEmpty() ? "" : ", ");
                for (int i = 0; i < alternatives.size(); i++) {
                    out.append(i == 0 ? "" : " | ").append(alternatives.get(i).text());
                }
            }
            return out + " -> " + target.text();
        }
    }

    /** {@code $patient: Patient, optional}. */
    public record With(Pos pos, String variable, Word type, boolean optional) {}

    /**
     * {@code target: value}.
     *
     * @param layer layer that wrote it
     */
    public record Rule(Pos pos, String layer, TargetPath target, Value value) {}

    /** What a message map makes, in order. */
    public sealed interface Make {
        Pos pos();

        /** {@code OBSERVATION[].OBX -> Observation as $obs owns create when ...}. */
        record Resource(
                Pos pos,
                List<Word> sources,
                Word type,
                @Nullable String variable,
                @Nullable Word owns,
                @Nullable Condition when)
                implements Make {}

        /** {@code in: ORDER_OBSERVATION[]}. */
        record Group(Pos pos, Word path, @Nullable Condition when, List<Make> items) implements Make {}

        /** {@code $obs -> $report.result[]}. */
        record Link(Pos pos, String from, String to, TargetPath target) implements Make {}
    }

    /** An inline test. */
    public record Test(
            Pos pos, @Nullable Word facility, String given, Map<Word, String> expect, @Nullable List<Word> unmapped) {}

    /**
     * {@code table: Name}.
     *
     * @param codes source code to target; the target is {@code code} or {@code code "Display"}
     * @param otherwise {@code error}, {@code keep} or a constant
     */
    public record TableDoc(
            Pos pos,
            String layer,
            Word name,
            @Nullable Word from,
            @Nullable Word to,
            Map<Word, Word> codes,
            @Nullable Word otherwise) {}

    /** {@code extensions:} name to url and type. */
    public record ExtensionDoc(Pos pos, Word name, String url, Word type) {}

    /**
     * A layer's changes: {@code country: ma} or {@code facility: LAB-FES-01}.
     *
     * @param parent layer that it extends
     * @param match condition over MSH that chooses the facility where no route does
     */
    public record LayerDoc(
            Pos pos,
            String layer,
            Word name,
            boolean facility,
            @Nullable Word parent,
            @Nullable Condition match,
            List<Override> overrides) {}

    /**
     * Changes of one map or table.
     *
     * @param adds whether the rules are new; else each replaces one that is there
     */
    public record Override(
            Pos pos,
            String layer,
            Word subject,
            boolean adds,
            List<Rule> rules,
            List<TargetPath> dropped,
            Map<Word, Word> codes) {}

    /** {@code segment: ZBE} or {@code csv: name}: records that no standard describes. */
    public record SegmentDoc(Pos pos, String schema, Word name, List<Field> fields) {}

    /** One field or column. */
    public record Field(Pos pos, int number, String name, Word type, boolean repeats) {}

    /** Everything that a folder says. */
    public record All(
            List<MapDoc> maps,
            List<TableDoc> tables,
            List<ExtensionDoc> extensions,
            List<LayerDoc> layers,
            List<SegmentDoc> segments) {}
}
