package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.syntax.Lexer.BadExpression;
import org.qantara.mapping.syntax.Lexer.Kind;
import org.qantara.mapping.syntax.Lexer.Token;

/** Reads expressions and conditions. Precedence, tightest first: pipe, where, {@code ??}, {@code ->}, when. */
public final class ExpressionParser {
    private static final int DEPTH_MAX = 100;
    private static final Set<String> WORDS =
            Set.of("when", "where", "and", "or", "not", "in", "valued", "matches", "const");
    private static final Pattern PATH = Pattern.compile(
            "(?:\\$([A-Za-z_][A-Za-z0-9_]*)\\.?)?([A-Za-z_][A-Za-z0-9_]*)?(?:-(\\d+))?(?:\\[(\\d+)])?((?:\\.[A-Za-z0-9_]+)*)");
    private final Pos pos;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private ExpressionParser(String text, Pos pos) throws BadExpression {
        this.pos = pos;
        this.tokens = Lexer.tokens(text);
    }

    /** {@code expression [-> Type(Table)] [when condition]}; reports and returns null when it cannot be read. */
    public static Value.@Nullable Single rule(String text, Pos pos, Findings findings) {
        return read(text, pos, findings, p -> {
            Expr expression = p.linked();
            Condition when = p.word("when") ? p.or() : null;
            return new Value.Single(pos, expression, when);
        });
    }

    /** A condition alone. */
    public static @Nullable Condition condition(String text, Pos pos, Findings findings) {
        return read(text, pos, findings, ExpressionParser::or);
    }

    private interface Reading<T> {
        T read(ExpressionParser parser) throws BadExpression;
    }

    private static <T> @Nullable T read(String text, Pos pos, Findings findings, Reading<T> reading) {
        try {
            ExpressionParser parser = new ExpressionParser(text, pos);
            T read = reading.read(parser);
            Token rest = parser.peek();
            if (rest.kind() != Kind.END) {
                throw new BadExpression(rest.at(), "'" + rest.text() + "' is not expected here");
            }
            return read;
        } catch (BadExpression e) {
            findings.error(pos.plus(e.at), "BAD-EXPRESSION", e.getMessage() + hint(text));
            return null;
        }
    }

    private static String hint(String text) {
        return text.startsWith("{") || text.startsWith("[") ? " (write the rule as a plain scalar)" : "";
    }

    private Expr linked() throws BadExpression {
        Expr base = coalesce();
        if (!sign("->")) {
            return base;
        }
        Token type = take(Kind.PATH, "a FHIR type after ->");
        String table = null;
        if (sign("(")) {
            table = take(Kind.PATH, "the name of a table").text();
            expect(")");
        }
        return new Expr.Link(place(type), base, type.text(), table);
    }

    private Expr coalesce() throws BadExpression {
        if (++depth > DEPTH_MAX) {
            throw new BadExpression(peek().at(), "the expression is nested more than " + DEPTH_MAX + " deep");
        }
        Token start = peek();
        List<Expr> items = new ArrayList<>();
        items.add(filtered());
        while (sign("??")) {
            items.add(filtered());
        }
        depth--;
        return items.size() == 1 ? items.get(0) : new Expr.Coalesce(place(start), List.copyOf(items));
    }

    private Expr filtered() throws BadExpression {
        Expr base = piped();
        while (isWord("where")) {
            Token where = advance();
            base = new Expr.Where(place(where), base, or());
        }
        return base;
    }

    private Expr piped() throws BadExpression {
        Expr left = primary();
        while (sign("|")) {
            Token name = take(Kind.PATH, "a function after |");
            if (!sign("(")) {
                throw new BadExpression(name.at(), "'" + name.text() + "' needs brackets: " + name.text() + "()");
            }
            List<Expr> arguments = new ArrayList<>();
            arguments.add(left);
            left = call(name, arguments);
        }
        return left;
    }

    private Expr primary() throws BadExpression {
        Token token = advance();
        Expr primary =
                switch (token.kind()) {
                    case TEXT, NUMBER -> new Expr.Text(place(token), token.text());
                    case SIGN -> {
                        if (!token.text().equals("(")) {
                            throw new BadExpression(token.at(), "'" + token.text() + "' is not expected here");
                        }
                        yield tuple(token);
                    }
                    case PATH -> named(token);
                    case STEPS ->
                        throw new BadExpression(token.at(), "'" + token.text() + "' needs something before it");
                    case END ->
                        throw new BadExpression(
                                token.at(), "the expression ends here, expected a path, a text or a call");
                };
        if (peek().kind() == Kind.STEPS) {
            Token steps = advance();
            return new Expr.Select(
                    place(steps), primary, List.of(steps.text().substring(1).split("\\.")));
        }
        return primary;
    }

    private Expr named(Token token) throws BadExpression {
        if (token.text().equals("const")) {
            Token value = advance();
            if (value.kind() != Kind.TEXT && value.kind() != Kind.NUMBER) {
                throw new BadExpression(value.at(), "expected a quoted text after const");
            }
            return new Expr.Text(place(value), value.text());
        }
        if (WORDS.contains(token.text())) {
            throw new BadExpression(token.at(), "'" + token.text() + "' is not expected here");
        }
        if (peek().text().equals("(") && peek().kind() == Kind.SIGN) {
            advance();
            return call(token, new ArrayList<>());
        }
        return path(token);
    }

    private Expr call(Token name, List<Expr> arguments) throws BadExpression {
        if (!sign(")")) {
            do {
                arguments.add(coalesce());
            } while (sign(","));
            expect(")");
        }
        return new Expr.Call(place(name), name.text(), List.copyOf(arguments));
    }

    private Expr tuple(Token open) throws BadExpression {
        List<Expr> items = new ArrayList<>();
        do {
            items.add(coalesce());
        } while (sign(","));
        expect(")");
        return items.size() == 1 ? items.get(0) : new Expr.Tuple(place(open), List.copyOf(items));
    }

    private Expr.Path path(Token token) throws BadExpression {
        Matcher m = PATH.matcher(token.text());
        if (!m.matches()) {
            throw new BadExpression(
                    token.at(), "'" + token.text() + "' is no path, expected the form PID-3.4 or $variable.OBR-3");
        }
        String steps =
                m.group(5) == null || m.group(5).isEmpty() ? "" : m.group(5).substring(1);
        return new Expr.Path(
                place(token),
                m.group(1),
                m.group(2) == null ? "" : m.group(2),
                number(token, m.group(3)),
                number(token, m.group(4)),
                steps.isEmpty() ? List.of() : List.of(steps.split("\\.")));
    }

    private static int number(Token token, @Nullable String digits) throws BadExpression {
        if (digits != null && digits.length() > 6) {
            throw new BadExpression(token.at(), "'" + digits + "' is too large a number for a path");
        }
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private Condition or() throws BadExpression {
        Token start = peek();
        List<Condition> items = new ArrayList<>();
        do {
            items.add(and());
        } while (word("or"));
        return items.size() == 1 ? items.get(0) : new Condition.Or(place(start), List.copyOf(items));
    }

    private Condition and() throws BadExpression {
        Token start = peek();
        List<Condition> items = new ArrayList<>();
        do {
            items.add(not());
        } while (word("and"));
        return items.size() == 1 ? items.get(0) : new Condition.And(place(start), List.copyOf(items));
    }

    private Condition not() throws BadExpression {
        Token start = peek();
        if (++depth > DEPTH_MAX) {
            throw new BadExpression(start.at(), "the condition is nested more than " + DEPTH_MAX + " deep");
        }
        try {
            if (word("not")) {
                return new Condition.Not(place(start), not());
            }
            if (start.text().equals("(") && start.kind() == Kind.SIGN) {
                int back = next;
                advance();
                try {
                    Condition inner = or();
                    expect(")");
                    return inner;
                } catch (BadExpression e) {
                    next = back; // it was the bracket of an expression, not of a condition
                }
            }
            return comparison();
        } finally {
            depth--;
        }
    }

    private Condition comparison() throws BadExpression {
        Expr left = piped();
        Token operator = advance();
        Pos at = place(operator);
        if (operator.kind() == Kind.SIGN
                && Set.of("=", "!=", "<", "<=", ">", ">=").contains(operator.text())) {
            return new Condition.Compare(at, left, operator.text(), piped());
        }
        switch (operator.kind() == Kind.PATH ? operator.text() : "") {
            case "valued":
                return new Condition.Valued(at, left);
            case "matches":
                return new Condition.Compare(at, left, "matches", piped());
            case "in":
                return new Condition.In(at, left, list());
            case "not":
                if (word("valued")) {
                    return new Condition.Not(at, new Condition.Valued(at, left));
                }
                if (word("in")) {
                    return new Condition.Not(at, new Condition.In(at, left, list()));
                }
                throw new BadExpression(peek().at(), "expected valued or in after not");
            default:
                throw new BadExpression(
                        operator.at(),
                        "expected a comparison here: =, !=, <, >, in (...), valued, not valued or matches");
        }
    }

    private List<Expr> list() throws BadExpression {
        expect("(");
        List<Expr> items = new ArrayList<>();
        do {
            items.add(piped());
        } while (sign(","));
        expect(")");
        return List.copyOf(items);
    }

    private Pos place(Token token) {
        return pos.plus(token.at());
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token advance() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    private boolean isWord(String word) {
        return peek().kind() == Kind.PATH && peek().text().equals(word);
    }

    private boolean word(String word) {
        if (isWord(word)) {
            advance();
            return true;
        }
        return false;
    }

    private boolean sign(String sign) {
        if (peek().kind() == Kind.SIGN && peek().text().equals(sign)) {
            advance();
            return true;
        }
        return false;
    }

    private void expect(String sign) throws BadExpression {
        if (!sign(sign)) {
            throw new BadExpression(peek().at(), "expected '" + sign + "' here");
        }
    }

    private Token take(Kind kind, String what) throws BadExpression {
        Token token = advance();
        if (token.kind() != kind) {
            throw new BadExpression(token.at(), "expected " + what);
        }
        return token;
    }
}
