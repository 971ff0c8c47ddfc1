package org.qantara.mapping.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.run.Nodes;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.schema.SourceType;
import org.qantara.mapping.syntax.Pos;

/** A compiled expression with what the compiler knows of its type. */
sealed interface Typed {
    Pos pos();

    /**
     * Positions in the source.
     *
     * @param types candidate types; more than one where the source decides at run time
     * @param repeats whether there may be several
     */
    record Positions(Pos pos, Nodes nodes, List<SourceType> types, boolean repeats) implements Typed {
        SourceType type() {
            return types.get(0);
        }
    }

    /**
     * A text.
     *
     * @param constant its value when it is one
     * @param table table that translated it, or null
     */
    record Words(Pos pos, Text text, @Nullable String constant, @Nullable TableEntry table) implements Typed {}

    /** Several positions or records for a map of several sources. */
    record Several(Pos pos, List<Typed> items) implements Typed {}

    /** A record that is a source of the map itself, whole. */
    record Whole(Pos pos, int source, SourceType type) implements Typed {}

    /** A resource that the message map made. */
    record Resource(Pos pos, int variable, String type) implements Typed {}

    /** The records of a variable. */
    record Records(Pos pos, int variable, SourceType type, boolean repeats) implements Typed {}

    /** A constant code with its system. */
    record Concept(Pos pos, String system, String code, @Nullable String display) implements Typed {}

    /** What errors call the source of a rule: its type, or {@code text}. */
    static String sourceName(Typed typed) {
        if (typed instanceof Typed.Positions positions) {
            return positions.type().name();
        }
        if (typed instanceof Typed.Records records) {
            return records.type().name();
        }
        if (typed instanceof Typed.Whole whole) {
            return whole.type().name();
        }
        return typed instanceof Typed.Several several
                ? String.join(
                        ",", several.items().stream().map(Typed::sourceName).toList())
                : "text";
    }
}
