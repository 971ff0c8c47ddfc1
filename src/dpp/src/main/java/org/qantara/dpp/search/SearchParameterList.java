package org.qantara.dpp.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The list in {@code search-parameters.tsv}: resource type, parameter, reason.
 *
 * @param namesByType parameter names by resource type; {@code *} among them stands for all
 */
public record SearchParameterList(Map<String, Set<String>> namesByType) {

    private static final String FILE = "search-parameters.tsv";

    /** Reads the list that is shipped. A malformed line is a fault of the build and fails the start. */
    public static SearchParameterList load() {
        try (InputStream file = SearchParameterList.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the DPP's jar");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SearchParameterList parse(String text) {
        Map<String, Set<String>> namesByType = new TreeMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            if (columns.length != 3 || columns[2].isBlank()) {
                throw new IllegalStateException(
                        FILE + " line " + number + ": expected resource type, parameter and reason, separated by tabs");
            }
            if (!namesByType
                    .computeIfAbsent(columns[0], type -> new TreeSet<>())
                    .add(columns[1])) {
                throw new IllegalStateException(
                        FILE + " line " + number + ": " + columns[0] + " " + columns[1] + " is listed twice");
            }
        }
        return new SearchParameterList(namesByType);
    }

    /** True for a parameter that is indexed and answered; those that begin with {@code _} always are. */
    public boolean lists(String resourceType, String name) {
        Set<String> names = namesByType.getOrDefault(resourceType, Set.of());
        return name.startsWith("_") || names.contains(name) || names.contains("*");
    }
}
