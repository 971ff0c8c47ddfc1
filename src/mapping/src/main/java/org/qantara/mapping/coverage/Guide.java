package org.qantara.mapping.coverage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guide as consolidated tables ({@code messages.tsv, segments.tsv, datatypes.tsv, tables.tsv}).
 *
 * <p>A row can be reached when it has a target, the target is a valid R4 path ({@code target_check}), and its condition is not only
 * prose but parsed. The others are counted and left alone: nobody can prove them.
 *
 * @param rows how many rows each kind has
 * @param reachable those that can be proved
 * @param all rows with a source and a target, reached or not: where data types are used
 */
record Guide(
        Map<GuideRow.Kind, Integer> rows,
        Map<GuideRow.Kind, List<GuideRow>> reachable,
        Map<GuideRow.Kind, List<GuideRow>> all) {
    private static final Pattern CONSTANT = Pattern.compile("=\\s*\"([^\"]+)\"");

    /** @throws IOException when a file is missing or cannot be read */
    static Guide read(Path folder) throws IOException {
        Map<GuideRow.Kind, Integer> rows = new EnumMap<>(GuideRow.Kind.class);
        Map<GuideRow.Kind, List<GuideRow>> reachable = new EnumMap<>(GuideRow.Kind.class);
        Map<GuideRow.Kind, List<GuideRow>> all = new EnumMap<>(GuideRow.Kind.class);
        for (GuideRow.Kind kind : GuideRow.Kind.values()) {
            List<Map<String, String>> read = table(folder.resolve(kind.name().toLowerCase(Locale.ROOT) + ".tsv"));
            rows.put(kind, read.size());
            second(read);
            reachable.put(
                    kind,
                    read.stream()
                            .filter(Guide::reachable)
                            .map(r -> row(kind, r))
                            .toList());
            all.put(
                    kind,
                    read.stream()
                            .filter(r -> !target(r).isEmpty())
                            .map(r -> row(kind, r))
                            .toList());
        }
        return new Guide(rows, reachable, all);
    }

    /** The same segment at a later place of a structure has its name with a 2, as the standard's structures have it: a swap's PID2. */
    private static void second(List<Map<String, String>> rows) {
        Map<String, String> first = new HashMap<>();
        for (Map<String, String> row : rows) {
            String sort = row.getOrDefault("sort", "");
            String source = row.getOrDefault("source", "");
            String before = first.putIfAbsent(row.get("map") + " " + source, sort);
            if (row.containsKey("segment_map")
                    && before != null
                    && !before.equals(sort)
                    && (before + sort).matches("[\\d.]+")) {
                row.put("source", source + "2");
            }
        }
    }

    private static String target(Map<String, String> row) {
        return row.getOrDefault("target", row.getOrDefault("target_code", ""));
    }

    private static boolean reachable(Map<String, String> row) {
        String check = row.getOrDefault("target_check", "");
        boolean parsed = row.getOrDefault("cond_antlr", "").isEmpty()
                || !row.getOrDefault("cond_parsed", "").isEmpty();
        return !target(row).isEmpty()
                && (check.isEmpty() || check.equals("ok"))
                && !row.getOrDefault("condition_kind", "").contains("narrative")
                && parsed;
    }

    /** Source of a row; a table row without a source code stands for the target's own code. */
    private static String source(Map<String, String> row) {
        String code = row.getOrDefault("source_code", "");
        return row.getOrDefault("source", code.isEmpty() ? target(row) : code);
    }

    private static GuideRow row(GuideRow.Kind kind, Map<String, String> row) {
        String condition = row.getOrDefault("cond_parsed", "");
        Matcher inTarget = CONSTANT.matcher(target(row));
        String constant = row.getOrDefault("constant", "");
        return new GuideRow(
                kind,
                row.getOrDefault("row_id", ""),
                row.getOrDefault("map", ""),
                List.of("", "ok").contains(row.getOrDefault("target_check", "")),
                row.getOrDefault("class", "").equals("mapped"),
                source(row),
                row.getOrDefault("source_type", row.getOrDefault("source_system", "")),
                condition.isEmpty() ? null : Sexp.parse(condition),
                target(row),
                row.getOrDefault("datatype_map", row.getOrDefault("segment_map", "")),
                row.getOrDefault("vocabulary_map", "").replaceAll("[/ ]", ""),
                constant.isEmpty() && kind != GuideRow.Kind.TABLES && inTarget.find() ? inTarget.group(1) : constant,
                row.getOrDefault("target_system", ""),
                row.getOrDefault("references", ""));
    }

    private static List<Map<String, String>> table(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        String[] names = lines.get(0).split("\t", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length && i < values.length; i++) {
                row.put(names[i], values[i].replace("\\\"", "\"").replace("\\\\", "\\"));
            }
            rows.add(row);
        }
        return rows;
    }
}
