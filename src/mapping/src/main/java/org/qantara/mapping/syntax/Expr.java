package org.qantara.mapping.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as written. */
public sealed interface Expr {
    Pos pos();

    /**
     * {@code PID-3.4.2}, {@code $obr.OBR-3}, {@code StudyDate}, {@code OBX-5[2]}.
     *
     * @param variable name after the dollar sign, or null
     * @param head segment, type, column or keyword; empty when only a variable is written
     * @param field field number after the hyphen, or 0
     * @param repetition number in brackets, or 0
     * @param steps what follows, each with a dot
     */
    record Path(Pos pos, @Nullable String variable, String head, int field, int repetition, List<String> steps)
            implements Expr {
        @Override
        public String toString() {
            return (variable == null ? "" : "$" + variable + (head.isEmpty() ? "" : "."))
                    + head
                    + (field == 0 ? "" : "-" + field)
                    + (repetition == 0 ? "" : "[" + repetition + "]")
                    + (steps.isEmpty() ? "" : "." + String.join(".", steps));
        }
    }

    /** A text in quotes, after {@code const}, or a number. */
    record Text(Pos pos, String value) implements Expr {}

    /** {@code name(arguments)}; a pipe puts its left side first. */
    record Call(Pos pos, String name, List<Expr> arguments) implements Expr {}

    /** {@code (a, b)}. */
    record Tuple(Pos pos, List<Expr> items) implements Expr {}

    /** {@code a ?? b}. */
    record Coalesce(Pos pos, List<Expr> items) implements Expr {}

    /** {@code repetitions where condition}. */
    record Where(Pos pos, Expr base, Condition condition) implements Expr {}

    /** {@code first(PID-3).4.1}. */
    record Select(Pos pos, Expr base, List<String> steps) implements Expr {}

    /** {@code expression -> Type(Table)}, {@code expression -> Type-Variant}. */
    record Link(Pos pos, Expr base, String type, @Nullable String table) implements Expr {
        /** The FHIR type without the variant. */
        public String typeName() {
            return Tree.typeName(type);
        }
    }
}
