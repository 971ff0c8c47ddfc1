package org.qantara.mapping.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of a mappings folder as written. */
public final class Tree {
    private Tree() {}

    /** The FHIR type in {@code Identifier-DefaultAssigner}. */
    public static String typeName(String target) {
        int hyphen = target.indexOf('-');
        return hyphen < 0 ? target : target.substring(0, hyphen);
    }

    /** A text with its place. */
    public record Word(Pos pos, String text) {}

    /**
     * {@code map: NM, CWE | CE -> Quantity}.
     *
     * @param sources per position the alternatives; the first alternative's name is the prefix of paths
     * @param target a FHIR type, or {@code Type-Variant} where several maps lead to it
     * @param quarantine why messages of the events are kept back instead of mapped, or null
     * @param part whether the map has {@code key: none}: it adds to a resource that another map makes
     * @param fills top-level elements, with commas, that are written only where the record has none, or null
     * @param provenance what a message map makes besides, when resources shall say where they come from
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
            List<Test> tests,
            List<Make> provenance,
            boolean part,
            @Nullable Word quarantine,
            @Nullable Word gathers,
            @Nullable Word fills) {
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
                    tests,
                    provenance,
                    part,
                    quarantine,
                    gathers,
                    fills);
        }

        /** The FHIR type of the target; what follows a hyphen tells several maps between the same types apart. */
        public String type() {
            return typeName(target.text());
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
     * @param rows rows of the guide that it implements
     */
    public record Rule(Pos pos, String layer, TargetPath target, Value value, List<String> rows) {}

    /** What a message map makes, in order. */
    public sealed interface Make {
        Pos pos();

        /** Rows of the guide that the line implements. */
        List<String> rows();

        /**
         * {@code OBSERVATION[].OBX -> Observation as $obs owns create when ...}.
         *
         * @param type a FHIR type, or {@code Type-Variant}
         * @param known whether the name is for what was made before under the map's key, and nothing is made
         * @param into the resource made before that a map without a key adds to, or null
         * @param otherwise why the message is kept back where the condition does not hold, or null
         */
        record Resource(
                Pos pos,
                List<Word> sources,
                Word type,
                @Nullable String variable,
                boolean known,
                @Nullable Word owns,
                @Nullable Word into,
                @Nullable Condition when,
                @Nullable String otherwise,
                List<String> rows)
                implements Make {}

        /** {@code in: ORDER_OBSERVATION[]}. */
        record Group(Pos pos, Word path, @Nullable Condition when, List<Make> items) implements Make {
            @java.lang.Override
            public List<String> rows() {
                return List.of();
            }
        }

        /**
         * {@code $obs -> $report.result[]}, {@code all -> $origin.target[]}.
         *
         * @param from name of what is referred to, or null for everything that the message made
         */
        record Link(Pos pos, @Nullable String from, String to, TargetPath target, List<String> rows) implements Make {}
    }

    /** An inline test. */
    public record Test(
            Pos pos, @Nullable Word facility, String given, Map<Word, String> expect, @Nullable List<Word> unmapped) {}

    /**
     * {@code table: Name}.
     *
     * @param codes source code to target; the target is {@code code} or {@code code "Display"}, with the rows of the guide behind
     * @param systems system of the targets that are not of {@code to}, by source code
     * @param otherwise {@code error}, {@code keep} or a constant
     * @param guides maps of the guide in which bare row numbers count
     * @param more whether it only adds rows to a table that stands elsewhere
     */
    public record TableDoc(
            Pos pos,
            String layer,
            Word name,
            @Nullable Word from,
            @Nullable Word to,
            Map<Word, Word> codes,
            Map<String, Word> systems,
            @Nullable Word otherwise,
            List<String> guides,
            boolean more) {
        /** The same table with other rows. */
        public TableDoc withRows(String changer, Map<Word, Word> rows, Map<String, Word> rowSystems) {
            return new TableDoc(pos, changer, name, from, to, rows, rowSystems, otherwise, guides, false);
        }
    }

    /** {@code extensions:} name to url and type. */
    public record ExtensionDoc(Pos pos, Word name, String url, Word type) {}

    /**
     * A layer's changes: {@code country: ma} or {@code facility: LAB-FES-01}.
     *
     * @param parent layer that it extends
     * @param match condition over MSH that chooses the facility where no route does
     * @param severities code of an issue to error or warning
     * @param reading {@code charset} and {@code delimiters} of laboratory messages that do not say them rightly
     */
    public record LayerDoc(
            Pos pos,
            String layer,
            Word name,
            boolean facility,
            @Nullable Word parent,
            @Nullable Condition match,
            Map<Word, Word> severities,
            Map<Word, Word> reading,
            List<Override> overrides) {}

    /** {@code handled:} events that need no entry in the record, each with the reason. */
    public record HandledDoc(Pos pos, String layer, Map<Word, String> events) {}

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
            List<SegmentDoc> segments,
            List<HandledDoc> handled) {}
}
