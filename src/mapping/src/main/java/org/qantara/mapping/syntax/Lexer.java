package org.qantara.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into tokens. */
final class Lexer {
    /** What a token is. */
    enum Kind {
        PATH,
        STEPS,
        TEXT,
        NUMBER,
        SIGN,
        END
    }

    /**
     * One token.
     *
     * @param text as written; of a quoted text its content
     * @param at offset in the expression
     */
    record Token(Kind kind, String text, int at) {}

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<text>\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(?<path>\\$?[A-Za-z_][A-Za-z0-9_]*(?::[A-Za-z_][A-Za-z0-9_]*)?(?:\\.[A-Za-z_][A-Za-z0-9_]*)*"
            + "(?:-\\d+|(?:-[A-Za-z]+)+)?(?:\\[\\d*])?(?:\\.(?:\\d+|[A-Za-z_][A-Za-z0-9_]*(?:-\\d+)?(?:\\[\\d*])?))*)"
            + "|(?<steps>(?:\\.\\d+)+)"
            + "|(?<number>-?\\d+(?:\\.\\d+)?)"
            + "|(?<sign>\\?\\?|->|!=|<=|>=|[=<>|(),]))");

    private Lexer() {}

    /** Tokens with a last one of kind END; {@code null} text in a token never occurs. */
    static List<Token> tokens(String text) throws BadExpression {
        List<Token> tokens = new ArrayList<>();
        Matcher m = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.substring(at).isBlank()) {
                break;
            }
            m.region(at, text.length());
            if (!m.lookingAt()) {
                int blank = at;
                while (text.charAt(blank) == ' ') {
                    blank++;
                }
                throw new BadExpression(blank, "'" + text.charAt(blank) + "' is not expected here");
            }
            if (m.group("text") != null) {
                String quoted = m.group("text");
                tokens.add(new Token(Kind.TEXT, unquote(quoted), m.start("text")));
            } else {
                for (Kind kind : new Kind[] {Kind.PATH, Kind.STEPS, Kind.NUMBER, Kind.SIGN}) {
                    String found = m.group(kind.name().toLowerCase(java.util.Locale.ROOT));
                    if (found != null) {
                        tokens.add(new Token(kind, found, m.start(kind.name().toLowerCase(java.util.Locale.ROOT))));
                    }
                }
            }
            at = m.end();
        }
        tokens.add(new Token(Kind.END, "", text.length()));
        return tokens;
    }

    private static String unquote(String quoted) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c == '\\') {
                c = quoted.charAt(++i);
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
            out.append(c);
        }
        return out.toString();
    }

    /** An expression that cannot be read. */
    static final class BadExpression extends Exception {
        private static final long serialVersionUID = 1L;
        final int at;

        BadExpression(int at, String message) {
            super(message);
            this.at = at;
        }
    }
}
