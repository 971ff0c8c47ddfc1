package org.qantara.dpp.registry.names;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the tables beside this package: tab-separated rows, {@code #} starts a comment line.
 *
 * <p>A table that is missing or has a short row stops the start with the table's name and line: matching with half the knowledge
 * would be wrong silently.
 */
final class NameTables {
    static final Map<Character, String> TIFINAGH = tifinagh();

    private NameTables() {}

    /** The rows of a table, each with at least {@code columns} cells; a missing last cell is an empty text. */
    static List<List<String>> rows(String table, int columns) {
        List<List<String>> rows = new ArrayList<>();
        try (InputStream in = NameTables.class.getResourceAsStream(table)) {
            if (in == null) {
                throw new IllegalStateException("table " + table + " is missing from the class path of the registry");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                List<String> cells = List.of(line.split("\t", -1));
                if (cells.size() < columns) {
                    throw new IllegalStateException(
                            table + ":" + number + ": " + cells.size() + " columns, expected " + columns);
                }
                rows.add(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table + " cannot be read", e);
        }
        return rows;
    }

    private static Map<Character, String> tifinagh() {
        Map<Character, String> letters = new HashMap<>();
        for (List<String> row : rows("tifinagh.tsv", 2)) {
            letters.put(row.get(0).charAt(0), row.get(1));
        }
        return Map.copyOf(letters);
    }
}
