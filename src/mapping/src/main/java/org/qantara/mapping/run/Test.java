package org.qantara.mapping.run;

import java.util.Set;
import org.qantara.mapping.source.SourceDocument;

/** A compiled condition. */
public interface Test {
    /** Whether it holds. */
    boolean holds(Frame frame);

    /** All of them. */
    static Test all(Test[] items) {
        return f -> {
            for (Test item : items) {
                if (!item.holds(f)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** One of them. */
    static Test any(Test[] items) {
        return f -> {
            for (Test item : items) {
                if (item.holds(f)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The opposite. */
    static Test not(Test item) {
        return f -> !item.holds(f);
    }

    /** Whether one of the positions is valued. */
    static Test valued(Nodes nodes) {
        return nodes::anyValued;
    }

    /** Whether a text is there. */
    static Test valued(Text text) {
        return f -> text.text(f) != null;
    }

    /** Whether a variable is bound. */
    static Test bound(int variable) {
        return f -> f.variables[variable] instanceof int[] records ? records.length > 0 : f.variables[variable] != null;
    }

    /** Equal texts; what is absent equals nothing, so that {@code !=} holds for it. */
    static Test equal(Text left, Text right) {
        return f -> {
            String a = left.text(f);
            return a != null && a.equals(right.text(f));
        };
    }

    /** One of a list of constants. */
    static Test in(Text left, Set<String> values) {
        return f -> {
            String a = left.text(f);
            return a != null && values.contains(a);
        };
    }

    /** An order of numbers; what is no number is in no order. */
    static Test compare(Text left, String operator, Text right) {
        return f -> {
            String a = Numbers.decimal(left.text(f));
            String b = Numbers.decimal(right.text(f));
            if (a == null || b == null) {
                return false;
            }
            int order = new java.math.BigDecimal(a).compareTo(new java.math.BigDecimal(b));
            return switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        };
    }

    /** Whether a composite's first or second part (HD: namespace or universal id) is the text. */
    static Test matches(Nodes nodes, Text text) {
        return f -> {
            String wanted = text.text(f);
            long node = nodes.first(f);
            if (wanted == null || node == SourceDocument.NONE) {
                return false;
            }
            return wanted.equals(f.run.read(f.document.part(node, 1)))
                    || wanted.equals(f.run.read(f.document.part(node, 2)));
        };
    }
}
