package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.csv.CsvDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "codes",
        description =
                "The work list of codes that no table translates, by frequency: look, give to an expert, take back.",
        footer = {
            "",
            "Examples:",
            "  ./qantara codes todo --facility LAB-MEKNES-01",
            "  ./qantara codes export --facility LAB-MEKNES-01 > codes.csv      (fill in the column target)",
            "  ./qantara codes import codes.csv                                 (checked before anything is written)"
        })
final class CodesCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("facility", "table", "code", "text", "messages", "target", "display");

    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        java.util.Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    @Command(name = "todo", description = "Lists codes without a row, the most frequent first.")
    int todo(
            @Option(names = "--facility", paramLabel = "CODE") @Nullable String facility,
            @Option(names = "--table", paramLabel = "NAME") @Nullable String table,
            @Option(names = "--json", description = "print JSON for scripts") boolean json) {
        JsonNode answer = ask(facility, table);
        if (json) {
            System.out.println(answer.toPrettyString());
            return ExitCode.OK;
        }
        var lines = new TextTable("messages", "facility", "table", "code", "text", "where", "last seen");
        for (JsonNode code : answer.path("codes"))
            lines.row(
                    code.path("messages").asLong(),
                    code.path("facility").asText(),
                    code.path("table").asText(),
                    code.path("code").asText(""),
                    code.path("text").asText(""),
                    code.path("path").asText(""),
                    code.path("lastAt").asText());
        lines.print(System.out);
        return ExitCode.OK;
    }

    @Command(name = "export", description = "Prints the work list as CSV with an empty column for the target code.")
    int export(
            @Option(names = "--facility", paramLabel = "CODE") @Nullable String facility,
            @Option(names = "--table", paramLabel = "NAME") @Nullable String table) {
        System.out.print(csv(ask(facility, table)));
        return ExitCode.OK;
    }

    /** The work list as {@code /api/codes} answers it, as a table to fill in. */
    static String csv(JsonNode answer) {
        StringBuilder rows = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (JsonNode code : answer.path("codes"))
            rows.append(String.join(
                            ",",
                            quoted(code.path("facility").asText()),
                            quoted(code.path("table").asText()),
                            quoted(code.path("code").asText("")),
                            quoted(code.path("text").asText("")),
                            code.path("messages").asText(),
                            "",
                            ""))
                    .append('\n');
        return rows.toString();
    }

    @Command(
            name = "import",
            description =
                    "Writes the rows whose target is filled in into mappings/facilities/<CODE>.yaml; when the maps do not"
                            + " compile with them, nothing is changed.")
    int importRows(@Parameters(paramLabel = "FILE", description = "a CSV as export prints it") Path file)
            throws IOException {
        Map<Path, Integer> written =
                importRows(file, Settings.fromEnvironment(Role.ALL).mappingsFolder());
        written.forEach((facility, rows) -> System.out.println(facility + "  " + rows + " rows"));
        if (written.isEmpty()) System.out.println("no row of " + file + " has a target; nothing was changed");
        return ExitCode.OK;
    }

    /** Writes the rows that have a target; which files got how many. */
    static Map<Path, Integer> importRows(Path file, Path mappings) throws IOException {
        Map<Path, FacilityTables> changed = new LinkedHashMap<>();
        Map<Path, Integer> written = new LinkedHashMap<>();
        try {
            byte[] bytes = Files.readAllBytes(file);
            List<String> headings = CsvDocument.headings(bytes, StandardCharsets.UTF_8);
            if (!headings.containsAll(List.of("facility", "table", "code", "target")))
                throw new CommandFailure(ExitCode.USAGE, file + ": expected the columns " + COLUMNS);
            CsvDocument csv = CsvDocument.read(bytes, StandardCharsets.UTF_8, "row", COLUMNS);
            for (int row = 0; row < csv.records(); row++) {
                String target = csv.text(csv.field(row, 6));
                String facility = csv.text(csv.field(row, 1));
                String table = csv.text(csv.field(row, 2));
                String code = csv.text(csv.field(row, 3));
                if (target == null || facility == null || table == null || code == null) continue;
                if (!facility.matches("[A-Z0-9][A-Z0-9-]{1,31}"))
                    throw new CommandFailure(ExitCode.USAGE, file + " row " + (row + 2) + ": no facility's code");
                Path maps = mappings.resolve("facilities").resolve(facility + ".yaml");
                if (!changed.containsKey(maps)) changed.put(maps, FacilityTables.read(maps, facility));
                changed.get(maps).put(table, unguarded(code), target, csv.text(csv.field(row, 7)));
                written.merge(maps, 1, Integer::sum);
            }
        } catch (CsvDocument.Unreadable e) {
            throw new CommandFailure(ExitCode.USAGE, file + " " + e.place() + ": " + e.getMessage());
        }
        write(mappings, changed);
        return written;
    }

    private static void write(Path mappings, Map<Path, FacilityTables> changed) throws IOException {
        for (FacilityTables tables : changed.values()) tables.write();
        Compilation compilation = Mappings.compile(mappings);
        if (compilation instanceof Compilation.Compiled) return;
        for (FacilityTables tables : changed.values()) tables.undo();
        compilation.diagnostics().forEach(System.err::println);
        throw new CommandFailure(ExitCode.FAILED, "the maps have errors with these rows; the files are as they were");
    }

    private static JsonNode ask(@Nullable String facility, @Nullable String table) {
        return new ServerClient(Settings.fromEnvironment(Role.ALL))
                .get(
                        "/api/codes?limit=10000" + parameter("facility", facility) + parameter("table", table),
                        Access.ADMIN);
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Without the apostrophe that {@link #quoted} puts before signs of a formula. */
    private static String unguarded(String code) {
        return code.matches("'[=+@-].*") ? code.substring(1) : code;
    }

    /** RFC 4180; a leading sign that a spreadsheet would take for a formula is kept from being one. */
    private static String quoted(String text) {
        String safe = text.matches("[=+@-].*") && !text.matches("-?\\d+.*") ? "'" + text : text;
        return safe.matches("[\\w .-]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
