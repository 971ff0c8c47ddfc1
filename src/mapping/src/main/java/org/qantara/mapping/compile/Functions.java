package org.qantara.mapping.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.Facility;
import org.qantara.mapping.run.Frame;
import org.qantara.mapping.run.Key;
import org.qantara.mapping.run.Nodes;
import org.qantara.mapping.run.Table;
import org.qantara.mapping.run.Text;
import org.qantara.mapping.run.TextFunction;
import org.qantara.mapping.syntax.Expr;
import org.qantara.mapping.syntax.Findings;

/**
 * The functions of the language. Those that choose repetitions or look into tables are here; those that only turn texts into a
 * text are {@link TextFunction}s.
 */
final class Functions {
    private static final List<String> SPECIAL = List.of(
            "first",
            "last",
            "only",
            "text",
            "join",
            "count",
            "code",
            "local",
            "concept",
            "restart",
            "ordered",
            "study",
            "order",
            "encounter",
            "ahead",
            "astext",
            "pair",
            "display",
            "row");
    private final Expressions expressions;
    private final Findings findings;
    private final Env env;
    private final Map<String, TextFunction> texts = new LinkedHashMap<>();

    Functions(Expressions expressions, Env env) {
        this.expressions = expressions;
        this.findings = env.findings();
        this.env = env;
        TextFunction.all().forEach(f -> texts.put(f.name(), f));
    }

    Facility facility(Frame frame) {
        return TextFunction.facility(frame);
    }

    @Nullable
    Typed call(Expr.Call call, MapScope scope) {
        return switch (call.name()) {
            case "first", "last", "only" -> choose(call, scope);
            case "text", "count" -> whole(call, scope);
            case "join" -> join(call, scope);
            case "code", "display", "row" -> code(call, scope);
            case "local" -> local(call);
            case "concept" -> concept(call);
            case "restart", "ahead", "astext" -> timed(call, scope);
            case "ordered" -> ordered(call, scope);
            case "pair" -> pair(call, scope);
            case "study", "order", "encounter" -> inTheRecord(call, scope);
            default -> text(call, scope);
        };
    }

    private static Typed words(Expr.Call call, Text text) {
        return new Typed.Words(call.pos(), text, null, null);
    }

    private Typed.@Nullable Positions positions(Expr.Call call, int index, int arguments, MapScope scope) {
        if (call.arguments().size() != arguments) {
            wrongCount(call, String.valueOf(arguments));
            return null;
        }
        Typed typed = expressions.compile(call.arguments().get(index), scope);
        if (typed instanceof Typed.Positions positions) {
            return positions;
        }
        if (typed != null) {
            findings.error(
                    call.arguments().get(index).pos(), "TYPE", call.name() + "() takes a field of the source here");
        }
        return null;
    }

    private void wrongCount(Expr.Call call, String expected) {
        findings.error(
                call.pos(),
                "ARGUMENTS",
                call.name() + "() takes " + expected + " argument(s), found "
                        + call.arguments().size());
    }

    private @Nullable Typed choose(Expr.Call call, MapScope scope) {
        Typed.Positions positions = positions(call, 0, 1, scope);
        if (positions == null) {
            return null;
        }
        Nodes nodes =
                switch (call.name()) {
                    case "first" -> Nodes.firstOf(positions.nodes());
                    case "last" -> Nodes.lastOf(positions.nodes());
                    default -> Nodes.onlyOf(positions.nodes());
                };
        return new Typed.Positions(call.pos(), nodes, positions.types(), false);
    }

    private @Nullable Typed whole(Expr.Call call, MapScope scope) {
        Typed.Positions positions = positions(call, 0, 1, scope);
        if (positions == null) {
            return null;
        }
        if (call.name().equals("count")) {
            return words(call, Text.count(positions.nodes()));
        }
        return words(call, Text.raw(positions.repeats() ? Nodes.firstOf(positions.nodes()) : positions.nodes()));
    }

    private @Nullable Typed join(Expr.Call call, MapScope scope) {
        Typed.Positions positions = positions(call, 1, 2, scope);
        if (positions == null) {
            return null;
        }
        if (!(call.arguments().get(0) instanceof Expr.Text separator)) {
            findings.error(call.pos(), "ARGUMENTS", "join() takes a quoted separator first: join(\", \", PID-11)");
            return null;
        }
        return words(call, Text.join(separator.value(), positions.nodes()));
    }

    private @Nullable Typed code(Expr.Call call, MapScope scope) {
        if (call.arguments().size() != 2 || !(call.arguments().get(1) instanceof Expr.Path name)) {
            findings.error(
                    call.pos(),
                    "ARGUMENTS",
                    call.name() + "() takes a field and the name of a table: PID-8 | " + call.name()
                            + "(AdministrativeSex)");
            return null;
        }
        TableEntry entry = env.table(name.toString(), name.pos());
        Typed source = expressions.compile(call.arguments().get(0), scope);
        if (entry == null || source == null) {
            return null;
        }
        if (source instanceof Typed.Positions positions) {
            if (positions.repeats()) {
                findings.error(
                        positions.pos(),
                        "REPEATS",
                        "'" + call.arguments().get(0) + "' may repeat; choose with first(), last() or only()");
                return null;
            }
            return translated(call, entry, Text.at(positions.nodes(), false), positions.nodes());
        }
        Text text = expressions.text(source, call.name() + "()");
        return text == null ? null : translated(call, entry, text, Nodes.none());
    }

    private static Typed translated(Expr.Call call, TableEntry entry, Text text, Nodes at) {
        if (call.name().equals("code")) {
            return new Typed.Words(call.pos(), Table.code(entry.table(), text, at), null, entry);
        }
        return words(
                call,
                call.name().equals("display") ? Table.display(entry.table(), text) : Table.row(entry.table(), text));
    }

    private @Nullable Typed ordered(Expr.Call call, MapScope scope) {
        List<Expr> arguments = call.arguments();
        if (arguments.isEmpty() || arguments.size() > 2) {
            wrongCount(call, "1 to 2");
            return null;
        }
        Text number = expressions.text(expressions.compile(arguments.get(0), scope), "ordered()");
        Text date = arguments.size() == 1
                ? null
                : expressions.text(expressions.compile(arguments.get(1), scope), "ordered()");
        return number == null || arguments.size() == 2 && date == null
                ? null
                : words(call, TextFunction.ordered(number, date));
    }

    /** Two resources (or texts) as one text, the same whichever stands first. */
    private @Nullable Typed pair(Expr.Call call, MapScope scope) {
        List<Text> both = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            Typed typed = expressions.compile(argument, scope);
            Text text = typed instanceof Typed.Resource resource
                    ? Key.idOf(resource.variable())
                    : expressions.text(typed, "pair()");
            if (text == null) {
                return null;
            }
            both.add(text);
        }
        if (both.size() != 2) {
            wrongCount(call, "2");
            return null;
        }
        return words(call, TextFunction.pair(both.get(0), both.get(1)));
    }

    private @Nullable Typed inTheRecord(Expr.Call call, MapScope scope) {
        if (call.arguments().size() != 1) {
            wrongCount(call, "1");
            return null;
        }
        Text number = expressions.text(expressions.compile(call.arguments().get(0), scope), call.name() + "()");
        if (number == null) {
            return null;
        }
        return words(
                call,
                switch (call.name()) {
                    case "study" -> TextFunction.study(number);
                    case "order" -> TextFunction.order(number);
                    default -> TextFunction.encounter(number);
                });
    }

    private @Nullable Typed local(Expr.Call call) {
        if (call.arguments().size() != 1 || !(call.arguments().get(0) instanceof Expr.Text system)) {
            findings.error(call.pos(), "ARGUMENTS", "local() takes a quoted system: local(\"urn:ma:ipp\")");
            return null;
        }
        return words(call, f -> system.value() + ":" + facility(f).code());
    }

    private @Nullable Typed concept(Expr.Call call) {
        List<String> values = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            if (argument instanceof Expr.Text text) {
                values.add(text.value());
            }
        }
        if (values.size() != call.arguments().size() || values.size() < 2 || values.size() > 3) {
            findings.error(call.pos(), "ARGUMENTS", "concept() takes quoted texts: concept(system, code, display)");
            return null;
        }
        env.checkCode(values.get(0), values.get(1), call.pos());
        return new Typed.Concept(call.pos(), values.get(0), values.get(1), values.size() > 2 ? values.get(2) : null);
    }

    private @Nullable Typed timed(Expr.Call call, MapScope scope) {
        Text date = call.arguments().size() == 1
                ? expressions.text(expressions.compile(call.arguments().get(0), scope), call.name() + "()")
                : null;
        if (call.arguments().size() != 1) {
            wrongCount(call, "1");
        }
        if (date == null) {
            return null;
        }
        return words(
                call,
                switch (call.name()) {
                    case "ahead" -> TextFunction.ahead(date);
                    case "astext" -> TextFunction.asText(date);
                    default -> TextFunction.restart(date);
                });
    }

    private @Nullable Typed text(Expr.Call call, MapScope scope) {
        TextFunction function = texts.get(call.name());
        if (function == null) {
            List<String> known = new ArrayList<>(SPECIAL);
            known.addAll(texts.keySet());
            findings.error(
                    call.pos(),
                    "UNKNOWN-FUNCTION",
                    "there is no function " + call.name() + "()" + Findings.suggestion(call.name(), known));
            return null;
        }
        int count = call.arguments().size();
        if (count < function.min() || count > function.max()) {
            wrongCount(
                    call,
                    function.min() == function.max() ? "" + function.min() : function.min() + " to " + function.max());
            return null;
        }
        List<Text> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            Typed typed = expressions.compile(argument, scope);
            if (typed instanceof Typed.Positions positions && positions.repeats()) {
                findings.error(
                        argument.pos(),
                        "REPEATS",
                        "'" + argument + "' may repeat; choose with first(), last(), only() or join()");
                return null;
            }
            Text text = expressions.text(typed, call.name() + "()");
            if (text == null) {
                return null;
            }
            arguments.add(text);
        }
        return words(call, function.bind(arguments.toArray(new Text[0])));
    }
}
