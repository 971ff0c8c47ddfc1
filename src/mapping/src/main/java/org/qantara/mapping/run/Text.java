package org.qantara.mapping.run;

import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/** A compiled expression that yields a text or nothing. */
public interface Text {
    /** The text, or null when there is none. */
    @Nullable
    String text(Frame frame);

    /** A constant. */
    static Text constant(String value) {
        return f -> value;
    }

    /**
     * The text at a position.
     *
     * @param whole whether delimiters inside belong to the text; else it is the first component's first sub-component
     */
    static Text at(Nodes nodes, boolean whole) {
        return f -> whole ? f.run.read(nodes.first(f)) : leaf(f, nodes.first(f));
    }

    private static @Nullable String leaf(Frame f, long node) {
        return node == SourceDocument.NONE ? null : f.run.read(f.document.part(f.document.part(node, 1), 1));
    }

    /** The whole text of a position with its delimiters, all of it read. */
    static Text raw(Nodes nodes) {
        return f -> {
            long node = nodes.first(f);
            f.run.readWhole(node);
            return f.run.read(node);
        };
    }

    /** The texts of all repetitions with a separator between them; an empty repetition is an empty line. */
    static Text join(String separator, Nodes nodes) {
        return f -> {
            StringBuilder out = new StringBuilder();
            int[] pending = {-1};
            boolean[] any = {false};
            nodes.all(f, node -> {
                pending[0]++;
                f.run.readWhole(node);
                String text = f.run.read(node);
                if (text != null) {
                    out.append(separator.repeat(pending[0])).append(text);
                    pending[0] = 0;
                    any[0] = true;
                }
                return true;
            });
            return any[0] ? out.toString() : null;
        };
    }

    /** The first that is there. */
    static Text coalesce(Text[] items) {
        return f -> {
            for (Text item : items) {
                String text = item.text(f);
                if (text != null) {
                    return text;
                }
            }
            return null;
        };
    }

    /** How many are valued, as a number. */
    static Text count(Nodes nodes) {
        return f -> Integer.toString(nodes.count(f));
    }
}
