package org.qantara.mapping.dicom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small JSON reader that keeps the position of every value, which common ones do not. Limits depth; one pass. */
public final class JsonScanner {
    private static final int DEPTH_MAX = 64;
    private final byte[] body;
    private int at;

    private JsonScanner(byte[] body) {
        this.body = body;
    }

    /**
     * A value.
     *
     * @param start first byte; of a string the first inside the quotes
     * @param end byte after the last one
     * @param text text of a string or number; null for the rest
     * @param items of an array, else null
     * @param members of an object, else null
     */
    public record Value(
            int start,
            int end,
            @Nullable String text,
            @Nullable List<Value> items,
            @Nullable Map<String, Value> members) {}

    /** Text that is no JSON. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final int at;

        Malformed(int at, String message) {
            super(message);
            this.at = at;
        }

        /** The byte at which it went wrong. */
        public int at() {
            return at;
        }
    }

    /** Reads one value in UTF-8. */
    public static Value read(byte[] body) throws Malformed {
        JsonScanner scanner = new JsonScanner(body);
        if (body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB) {
            scanner.at = 3;
        }
        Value value = scanner.value(0);
        scanner.blanks();
        if (scanner.at < body.length) {
            throw new Malformed(scanner.at, "something follows the dataset");
        }
        return value;
    }

    private Value value(int depth) throws Malformed {
        blanks();
        if (depth > DEPTH_MAX) {
            throw new Malformed(at, "nested more than " + DEPTH_MAX + " deep");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Value object(int depth) throws Malformed {
        int start = at++;
        Map<String, Value> members = new LinkedHashMap<>();
        blanks();
        while (peek() != '}') {
            String key = String.valueOf(string().text());
            blanks();
            expect(':');
            members.put(key, value(depth + 1));
            blanks();
            if (peek() != '}') {
                expect(',');
                blanks();
            }
        }
        at++;
        return new Value(start, at, null, null, members);
    }

    private Value array(int depth) throws Malformed {
        int start = at++;
        List<Value> items = new ArrayList<>();
        blanks();
        while (peek() != ']') {
            items.add(value(depth + 1));
            blanks();
            if (peek() != ']') {
                expect(',');
            }
        }
        at++;
        return new Value(start, at, null, items, null);
    }

    private Value string() throws Malformed {
        expect('"');
        int start = at;
        boolean escaped = false;
        while (peek() != '"') {
            escaped |= body[at] == '\\';
            at += body[at] == '\\' ? 2 : 1;
        }
        String raw = new String(body, start, at - start, StandardCharsets.UTF_8);
        int end = at++;
        return new Value(start, end, escaped ? unescape(raw, start) : raw, null, null);
    }

    private Value word() throws Malformed {
        int start = at;
        while (at < body.length && ",]} \r\n\t".indexOf(body[at]) < 0) {
            at++;
        }
        String word = new String(body, start, at - start, StandardCharsets.UTF_8);
        boolean number = word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
        if (!number && !word.equals("true") && !word.equals("false") && !word.equals("null")) {
            throw new Malformed(start, "expected a JSON value");
        }
        return new Value(start, at, number ? word : null, null, null);
    }

    private static String unescape(String raw, int start) throws Malformed {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            i++;
            switch (i < raw.length() ? raw.charAt(i) : ' ') {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case '"', '\\', '/' -> out.append(raw.charAt(i));
                case 'u' -> {
                    if (i + 4 >= raw.length() || !raw.substring(i + 1, i + 5).matches("[0-9a-fA-F]{4}")) {
                        throw new Malformed(start, "a \\u escape needs four hexadecimal digits");
                    }
                    out.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> throw new Malformed(start, "an unknown escape in a string");
            }
        }
        return out.toString();
    }

    private void blanks() {
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
    }

    private char peek() throws Malformed {
        if (at >= body.length) {
            throw new Malformed(body.length, "the text ends too early");
        }
        return (char) body[at];
    }

    private void expect(char sign) throws Malformed {
        if (peek() != sign) {
            throw new Malformed(at, "expected '" + sign + "'");
        }
        at++;
    }
}
