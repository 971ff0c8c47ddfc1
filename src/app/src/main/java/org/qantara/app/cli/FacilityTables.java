package org.qantara.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of tables in a facility's file of maps, changed as a person would: the rest of the text stays as it is. */
final class FacilityTables {
    private final Path file;
    private final @Nullable String before;
    private final List<String> lines;

    private FacilityTables(Path file, @Nullable String before, List<String> lines) {
        this.file = file;
        this.before = before;
        this.lines = lines;
    }

    /** The file, or the beginning of one where the facility has none yet. */
    static FacilityTables read(Path file, String facility) throws IOException {
        try {
            String text = Files.readString(file);
            return new FacilityTables(file, text, new ArrayList<>(text.lines().toList()));
        } catch (NoSuchFileException e) {
            return new FacilityTables(
                    file, null, new ArrayList<>(List.of("facility: " + facility, "extends: country/ma", "override:")));
        }
    }

    /** Adds a row to the override of a table, or replaces the row of that code. */
    void put(String table, String code, String target, @Nullable String display) {
        String row = "    " + scalar(code) + ": " + target(target, display);
        int head = indexOf("  table " + table + ":");
        if (head < 0) {
            int override = indexOf("override:");
            if (override < 0) {
                int end = Math.max(indexOf("extends:"), indexOf("facility:")) + 1;
                lines.add(end, "override:");
                override = end;
            }
            lines.add(override + 1, "  table " + table + ":");
            lines.add(override + 2, row);
            return;
        }
        if (!lines.get(head).strip().equals("table " + table + ":"))
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + ":" + (head + 1) + ": the rows of table " + table
                            + " stand in braces; write them one per line, then import again");
        int at = head + 1;
        while (at < lines.size() && lines.get(at).startsWith("    ")) {
            if (lines.get(at).strip().startsWith(scalar(code) + ":")
                    || lines.get(at).strip().startsWith(code + ":")) {
                lines.set(at, row);
                return;
            }
            at++;
        }
        lines.add(at, row);
    }

    private int indexOf(String begin) {
        for (int i = 0; i < lines.size(); i++) if (lines.get(i).startsWith(begin)) return i;
        return -1;
    }

    private static String scalar(String text) {
        return text.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A target with its display, {@code 2345-7 "Glucose"}; quoted as a whole when YAML would read something else. */
    private static String target(String target, @Nullable String display) {
        String plain = target.matches("[A-Za-z0-9][A-Za-z0-9_./*-]*") ? target : scalar(target);
        return display == null || display.isBlank() ? plain : plain + " \"" + display.replace("\"", "'") + "\"";
    }

    void write() throws IOException {
        replace(String.join("\n", lines) + "\n");
    }

    void undo() throws IOException {
        if (before == null) Files.deleteIfExists(file);
        else replace(before);
    }

    private void replace(String text) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".codes", ".tmp");
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
