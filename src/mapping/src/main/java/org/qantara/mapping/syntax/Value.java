package org.qantara.mapping.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The right side of a rule. */
public sealed interface Value {
    Pos pos();

    /** One expression, with a condition or without. */
    record Single(Pos pos, Expr expression, @Nullable Condition when) implements Value {}

    /** A quoted scalar: a constant that alone does not make its parent be written. */
    record Constant(Pos pos, String value) implements Value {}

    /** {@code none}: deliberately nothing. */
    record None(Pos pos) implements Value {}

    /** A list: the first that yields a value. */
    record FirstOf(Pos pos, List<Value> items) implements Value {}

    /** {@code switch: expression} with cases; {@code otherwise} is null only when the mandatory else is missing. */
    record Switch(Pos pos, Expr subject, List<Case> cases, @Nullable Value otherwise) implements Value {}

    /** One case of a switch. */
    record Case(Pos pos, List<String> labels, Value value) {}
}
