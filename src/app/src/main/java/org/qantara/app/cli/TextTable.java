package org.qantara.app.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table for people, columns as wide as their widest cell. Not for scripts: those ask for {@code --json}. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... head) {
        rows.add(List.of(head));
    }

    void row(Object... cells) {
        var row = new ArrayList<String>(cells.length);
        for (Object cell : cells) row.add(cell == null ? "" : cell.toString());
        rows.add(row);
    }

    void print(PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows)
            for (int i = 0; i < columns; i++)
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
        for (int r = 0; r < rows.size(); r++) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                line.append(cell);
                if (i < columns - 1) line.append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2));
            }
            out.println(line.toString().stripTrailing());
            if (r == 0) {
                var rule = new StringBuilder();
                for (int width : widths) rule.append("─".repeat(width)).append("  ");
                out.println(rule.toString().stripTrailing());
            }
        }
    }
}
