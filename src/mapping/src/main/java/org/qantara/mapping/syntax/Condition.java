package org.qantara.mapping.syntax;

import java.util.List;

/** A condition as written after {@code when} or {@code where}. */
public sealed interface Condition {
    Pos pos();

    record And(Pos pos, List<Condition> items) implements Condition {}

    record Or(Pos pos, List<Condition> items) implements Condition {}

    record Not(Pos pos, Condition item) implements Condition {}

    /** {@code =  !=  <  <=  >  >=  matches}. */
    record Compare(Pos pos, Expr left, String operator, Expr right) implements Condition {}

    record In(Pos pos, Expr left, List<Expr> items) implements Condition {}

    record Valued(Pos pos, Expr item) implements Condition {}
}
