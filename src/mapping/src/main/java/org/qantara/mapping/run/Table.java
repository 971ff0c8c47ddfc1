package org.qantara.mapping.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.UnmappedCode;

/**
 * A compiled table from source codes to target codes.
 *
 * @param name its name
 * @param from system of the source codes, or null
 * @param to system or value set of the target codes, or null
 * @param rows by source code
 * @param fallback what an unknown code becomes, or null
 * @param keep whether an unknown code stays as it is
 * @param unknown what an unknown code is beside that: an issue, only an entry of the work list, or nothing
 */
public record Table(
        String name,
        @Nullable String from,
        @Nullable String to,
        Map<String, Target> rows,
        @Nullable Target fallback,
        boolean keep,
        Unknown unknown) {

    /** What becomes of a code without a row. */
    public enum Unknown {
        ISSUE,
        LISTED,
        NOTHING
    }

    /**
     * A code with its display, if there is one, and the rows of the guide that say so.
     *
     * @param own its system when that is not the table's
     */
    public record Target(String code, @Nullable String display, @Nullable String own, List<String> rows) {
        @Nullable
        String system(Table table) {
            return own == null ? table.to : own;
        }
    }

    /**
     * The target of a code; reports {@code CODE-UNMAPPED}, notes the code for the work list and answers null when there is none.
     *
     * @param source where the code stands
     * @param system the system that the message names, or null
     * @param text what stands beside the code, or null
     */
    @Nullable
    Target translate(Run run, @Nullable String code, long source, @Nullable String system, @Nullable String text) {
        if (code == null) {
            return null;
        }
        Target target = rows.get(code);
        Target used = target != null ? target : fallback;
        Trace trace = run.trace();
        if (trace != null && used != null) {
            trace.row(name, target == null ? "else" : code, used);
        }
        if (target == null && unknown != Unknown.NOTHING) {
            String where = run.document().where(source);
            run.unmapped(new UnmappedCode(
                    name, system == null ? from : system, code, text, where.replaceAll("\\[\\d+]", "")));
            if (unknown == Unknown.LISTED) {
                run.issue(
                        "UNIT-UNKNOWN",
                        where,
                        "the unit is not in the table " + name + " and is kept as text; add it to the table");
                return used;
            }
            run.issue(
                    "CODE-UNMAPPED",
                    where,
                    "the code is not in the table " + name
                            + (fallback != null
                                    ? "; its else was used"
                                    : keep ? "; it was kept" : "; add it to the table"));
        }
        return used;
    }

    /** What the row of a code is called; silent about codes without a row. */
    public static Text display(Table table, Text code) {
        return f -> {
            String text = code.text(f);
            Target target = text == null ? null : table.rows.get(text);
            return target == null ? null : target.display();
        };
    }

    /** The target of a code's own row; silent about codes without one, for rules that only ask what is known of a code. */
    public static Text row(Table table, Text code) {
        return f -> {
            String text = code.text(f);
            Target target = text == null ? null : table.rows.get(text);
            return target == null ? null : target.code();
        };
    }

    /** A text expression that translates; what {@code keep} lets through stays as it is. */
    public static Text code(Table table, Text code, Nodes source) {
        return f -> {
            String text = code.text(f);
            Target target = table.translate(f.run, text, source.first(f), null, null);
            return target != null ? target.code() : table.keep ? text : null;
        };
    }
}
