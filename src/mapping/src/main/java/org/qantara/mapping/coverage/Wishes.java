package org.qantara.mapping.coverage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message must hold so that a condition is true, in alternatives.
 *
 * @param ref place: {@code PID-7}, {@code OBX-5.3}, {@code CX.5}, or a segment
 * @param value text to write; null for whatever suits; empty for nothing
 * @param avoid texts that must not stand there
 * @param count repetitions wanted, or 0
 * @param length least number of signs wanted, or 0
 */
record Wishes(String ref, @Nullable String value, List<String> avoid, int count, int length) {
    private static final int ALTERNATIVES_MAX = 6;

    /** The alternatives that make a condition true; one empty alternative without a condition. */
    static List<List<Wishes>> of(@Nullable Sexp condition) {
        return condition == null ? List.of(List.of()) : wish(condition, true);
    }

    private static List<List<Wishes>> wish(Sexp e, boolean truth) {
        return switch (e.operator()) {
            case "not" -> wish(e.item(1), !truth);
            case "and", "or" -> e.operator().equals("and") == truth ? all(e, truth) : any(e, truth);
            case "valued" -> one(new Wishes(ref(e.item(1)), truth ? null : "", List.of(), 0, 0));
            case "eq", "ne" -> equal(e, e.operator().equals("eq") == truth);
            case "in" -> in(e, truth);
            case "<", "<=", ">", ">=" -> compare(e, truth);
            default -> one(new Wishes(ref(e), truth ? null : "", List.of(), 0, 0));
        };
    }

    private static List<List<Wishes>> all(Sexp e, boolean truth) {
        List<List<Wishes>> found = List.of(List.of());
        for (Sexp item : e.items().subList(1, e.items().size())) {
            List<List<Wishes>> longer = new ArrayList<>();
            for (List<Wishes> before : found) {
                for (List<Wishes> next : wish(item, truth)) {
                    List<Wishes> both = new ArrayList<>(before);
                    both.addAll(next);
                    longer.add(both);
                }
            }
            found = longer.subList(0, Math.min(ALTERNATIVES_MAX, longer.size()));
        }
        return found;
    }

    private static List<List<Wishes>> any(Sexp e, boolean truth) {
        List<List<Wishes>> found = new ArrayList<>();
        for (Sexp item : e.items().subList(1, e.items().size())) {
            found.addAll(wish(item, truth));
        }
        return found.subList(0, Math.min(ALTERNATIVES_MAX, found.size()));
    }

    private static List<List<Wishes>> equal(Sexp e, boolean truth) {
        Sexp right = e.item(2);
        if (right.operator().equals("ref")) {
            return one(new Wishes(ref(e.item(1)), truth ? null : "other", List.of(), 0, 0));
        }
        return one(new Wishes(
                ref(e.item(1)), truth ? right.atom() : null, truth ? List.of() : List.of(right.atom()), 0, 0));
    }

    private static List<List<Wishes>> in(Sexp e, boolean truth) {
        List<String> values = e.item(2).items().stream().map(Sexp::atom).toList();
        if (!truth) {
            return one(new Wishes(ref(e.item(1)), null, values, 0, 0));
        }
        return values.stream()
                .limit(ALTERNATIVES_MAX)
                .map(v -> List.of(new Wishes(ref(e.item(1)), v, List.of(), 0, 0)))
                .toList();
    }

    private static List<List<Wishes>> compare(Sexp e, boolean truth) {
        boolean greater = e.operator().startsWith(">") == truth;
        int bound = Integer.parseInt(e.item(2).atom());
        boolean strict = e.operator().length() == 1 == truth;
        int wanted = greater ? bound + (strict ? 1 : 0) : Math.max(1, bound - (strict ? 1 : 0));
        String ref = ref(e.item(1).item(1));
        boolean length = e.item(1).operator().equals("length");
        return one(new Wishes(ref, null, List.of(), length ? 0 : wanted, length ? wanted : 0));
    }

    private static List<List<Wishes>> one(Wishes wish) {
        return List.of(List.of(wish));
    }

    private static String ref(Sexp e) {
        String name = e.operator().equals("ref")
                        || e.operator().equals("count")
                        || e.operator().equals("length")
                ? e.item(1).operator().equals("ref")
                        ? ref(e.item(1))
                        : e.item(1).atom()
                : e.atom();
        return name.trim().replaceAll("^([A-Z]{2,3})(\\d+)$", "$1.$2");
    }
}
