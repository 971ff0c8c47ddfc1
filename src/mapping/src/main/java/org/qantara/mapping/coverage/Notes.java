package org.qantara.mapping.coverage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people wrote about rows of the guide, in {@code guide-notes.tsv} beside the maps: corrections of its mistakes and why a row
 * is not followed. Columns: rows (an id, or a map's name with {@code #*}), kind ({@code target}, {@code constant}, {@code code} (of a table row, on both sides), {@code without}, {@code gap}),
 * value, reason. {@code source} puts the value elsewhere in the source; {@code vocabulary} names another table or none; {@code with} names a field and the value that it must have
 * ({@code OBX-2=NM}, {@code ROL-14} for any), which the guide does not say; {@code without} one that must be empty.
 */
record Notes(Map<String, List<Note>> byRow) {
    /** One line. */
    record Note(String kind, String value, String reason) {}

    /** Reads the notes; none when there is no file. */
    static Notes read(Path file) throws IOException {
        Map<String, List<Note>> notes = new HashMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] columns = line.split("\t", -1);
                if (line.isBlank() || line.startsWith("#") || columns[0].equals("rows")) {
                    continue;
                }
                if (columns.length != 4) {
                    throw new IOException(
                            file + ": expected rows, kind, value, reason with tabs between, not: " + line);
                }
                for (String row : columns[0].split(" ", -1)) {
                    notes.computeIfAbsent(row, k -> new ArrayList<>())
                            .add(new Note(columns[1], columns[2], columns[3]));
                }
            }
        }
        return new Notes(notes);
    }

    private List<Note> of(GuideRow row) {
        List<Note> found = new ArrayList<>(byRow.getOrDefault(row.id(), List.of()));
        found.addAll(byRow.getOrDefault(row.map() + "#*", List.of()));
        return found;
    }

    /** Why a row is not followed, or null when nobody wrote it. */
    @Nullable
    String gap(GuideRow row) {
        return of(row).stream()
                .filter(n -> n.kind().equals("gap"))
                .map(Note::reason)
                .findFirst()
                .orElse(null);
    }

    /** Fields that must be empty or hold something for the row, which the guide does not say. */
    List<Wishes> wishes(GuideRow row) {
        return of(row).stream()
                .filter(n -> n.kind().equals("without") || n.kind().equals("with"))
                .map(Notes::wish)
                .toList();
    }

    private static Wishes wish(Note note) {
        String[] parts = note.value().split("=", 2);
        String value = note.kind().equals("without") ? "" : parts.length < 2 ? null : parts[1];
        return new Wishes(parts[0], value, List.of(), 0, 0);
    }

    /** The row as it was meant. */
    GuideRow corrected(GuideRow row) {
        GuideRow corrected = row;
        for (Note note : of(row)) {
            if (note.kind().equals("code")) {
                corrected = corrected.coded(note.value());
            } else if (note.kind().equals("vocabulary")) {
                corrected = corrected.translated(note.value());
            } else if (note.kind().equals("source")) {
                corrected = corrected.from(note.value());
            } else if (note.kind().equals("target")) {
                corrected = corrected.with(note.value(), corrected.constant());
            } else if (note.kind().equals("constant")) {
                corrected = corrected.with(corrected.target(), note.value());
            }
        }
        return corrected;
    }
}
