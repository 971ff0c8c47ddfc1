package org.qantara.mapping.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.source.SourceDocument;

/**
 * A delimited file (RFC 4180) whose first row names the columns; comma, semicolon or tabulator, whichever the heading has most of.
 *
 * <p>Records are the rows after the heading, fields the declared columns in their order, wherever the file has them. Quotes around
 * a value do not belong to it. One pass; immutable.
 */
public final class CsvDocument implements SourceDocument {
    private static final int ROWS_MAX = 1_000_000;
    private final byte[] body;
    private final Charset charset;
    private final String name;
    private final int[] columns;
    private final List<int[]> rows;

    private CsvDocument(byte[] body, Charset charset, String name, int[] columns, List<int[]> rows) {
        this.body = body;
        this.charset = charset;
        this.name = name;
        this.columns = columns;
        this.rows = rows;
    }

    /** A file that is not what its schema says: what and where. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String place;

        Unreadable(String place, String message) {
            super(message);
            this.place = place;
        }

        /** Where: {@code row 7}, counted with the heading. */
        public String place() {
            return place;
        }
    }

    /** The headings of a file, for choosing among schemas. */
    public static List<String> headings(byte[] received, Charset charset) throws Unreadable {
        byte[] body = utf8(received, charset);
        List<int[]> rows = rows(body, 1);
        List<String> headings = new ArrayList<>();
        int[] row = rows.isEmpty() ? new int[0] : rows.get(0);
        for (int i = 0; i + 1 < row.length; i += 2) {
            headings.add(unquote(new String(body, row[i], row[i + 1] - row[i], StandardCharsets.UTF_8))
                    .trim());
        }
        return headings;
    }

    /**
     * Reads a file.
     *
     * @param name name of the schema, which becomes the records' name
     * @param declared columns that the schema knows, in its order
     */
    public static CsvDocument read(byte[] received, Charset charset, String name, List<String> declared)
            throws Unreadable {
        byte[] body = utf8(received, charset);
        List<String> headings = headings(received, charset);
        int[] columns = declared.stream().mapToInt(headings::indexOf).toArray();
        List<int[]> rows = rows(body, ROWS_MAX);
        return new CsvDocument(
                body, StandardCharsets.UTF_8, name, columns, rows.subList(Math.min(1, rows.size()), rows.size()));
    }

    private static byte[] utf8(byte[] received, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8)
                ? received
                : new String(received, charset).getBytes(StandardCharsets.UTF_8);
    }

    /** Per row: start and end of each value. */
    private static List<int[]> rows(byte[] body, int max) throws Unreadable {
        int i = body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB ? 3 : 0;
        byte separator = separator(body, i);
        List<int[]> rows = new ArrayList<>();
        while (i < body.length && rows.size() < max) {
            List<Integer> values = new ArrayList<>();
            int start = i;
            boolean quoted = false;
            for (; i < body.length && (quoted || (body[i] != '\r' && body[i] != '\n')); i++) {
                if (body[i] == '"') {
                    quoted = !quoted;
                } else if (body[i] == separator && !quoted) {
                    values.add(start);
                    values.add(i);
                    start = i + 1;
                }
            }
            if (quoted) {
                throw new Unreadable(
                        "row " + (rows.size() + 1),
                        "a quote is not closed; the sender must double quotes inside a value and close those around it");
            }
            values.add(start);
            values.add(i);
            if (i > start || values.size() > 2) {
                rows.add(values.stream().mapToInt(Integer::intValue).toArray());
            }
            while (i < body.length && (body[i] == '\r' || body[i] == '\n')) {
                i++;
            }
        }
        return rows;
    }

    private static byte separator(byte[] body, int from) {
        byte best = ',';
        int most = 0;
        for (byte candidate : new byte[] {',', ';', '\t'}) {
            int count = 0;
            for (int i = from; i < body.length && body[i] != '\r' && body[i] != '\n'; i++) {
                count += body[i] == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    @Override
    public int records() {
        return rows.size();
    }

    @Override
    public String name(int record) {
        return name;
    }

    @Override
    public long field(int record, int number) {
        int column = number < 1 || number > columns.length ? -1 : columns[number - 1];
        int[] row = rows.get(record);
        if (column < 0 || 2 * column + 1 >= row.length) {
            return NONE;
        }
        return (long) row[2 * column] << 32 | row[2 * column + 1];
    }

    @Override
    public long firstRepetition(long field) {
        return field;
    }

    @Override
    public long nextRepetition(long field, long repetition) {
        return NONE;
    }

    @Override
    public long part(long node, int number) {
        return number == 1 ? node : NONE;
    }

    @Override
    public boolean valued(long node) {
        return text(node) != null;
    }

    @Override
    public boolean isNull(long node) {
        return false;
    }

    @Override
    public @Nullable String text(long node) {
        if (node == NONE) {
            return null;
        }
        String text = unquote(new String(body, start(node), end(node) - start(node), charset))
                .trim();
        return text.isEmpty() ? null : text;
    }

    private static String unquote(String text) {
        String trimmed = text.trim();
        return trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"")
                ? trimmed.substring(1, trimmed.length() - 1).replace("\"\"", "\"")
                : text;
    }

    @Override
    public int start(long node) {
        return node == NONE ? 0 : (int) (node >>> 32);
    }

    @Override
    public int end(long node) {
        return node == NONE ? 0 : (int) node;
    }

    @Override
    public String where(long node) {
        return node == NONE ? "" : whereByte(start(node));
    }

    @Override
    public String whereByte(int offset) {
        for (int r = 0; r < rows.size(); r++) {
            int[] row = rows.get(r);
            for (int c = 0; c + 1 < row.length; c += 2) {
                if (row[c] <= offset && offset <= row[c + 1]) {
                    return "row " + (r + 2) + " column " + (c / 2 + 1);
                }
            }
        }
        return "";
    }

    @Override
    public String whereRecord(int record) {
        return record < 0 ? "" : "row " + (record + 2);
    }

    @Override
    public void leaves(LeafVisitor visitor) {
        for (int record = 0; record < rows.size(); record++) {
            for (int number = 1; number <= columns.length; number++) {
                long node = field(record, number);
                if (valued(node)) {
                    visitor.leaf(record, number, 0, 0, node);
                }
            }
        }
    }

    @Override
    public byte[] bytes() {
        return body;
    }
}
