package org.qantara.mapping.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.qantara.mapping.run.Memo;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.syntax.Expr;

/** Finds the calls that stand several times in one map, so that they are evaluated once. Belongs to the compilation of one map. */
final class Repeated {
    private final Map<String, Memo> seen = new HashMap<>();
    private final Memo.Slots slots = new Memo.Slots();

    /** The text of a call, shared with the same call elsewhere in the map; inside where and groups its meaning changes. */
    Text share(Expr.Call call, MapScope scope, Text text) {
        if (scope.driver() != null
                || !scope.elements().isEmpty()
                || !scope.varies().isEmpty()) {
            return text;
        }
        String key = written(call);
        Memo known = seen.get(key);
        if (known == null) {
            known = new Memo(text, slots);
            seen.put(key, known);
        } else {
            known.again();
        }
        return known;
    }

    /** The same for the same expression, wherever it stands. */
    private static String written(Expr expr) {
        if (expr instanceof Expr.Text text) {
            return '"' + text.value() + '"';
        }
        if (expr instanceof Expr.Call call) {
            return call.name() + all(call.arguments(), ",");
        }
        if (expr instanceof Expr.Coalesce coalesce) {
            return all(coalesce.items(), "??");
        }
        if (expr instanceof Expr.Select select) {
            return written(select.base()) + "." + String.join(".", select.steps());
        }
        return expr.toString(); // a path; what else there is says where it stands and is never the same
    }

    private static String all(List<Expr> items, String between) {
        return items.stream().map(Repeated::written).collect(Collectors.joining(between, "(", ")"));
    }
}
