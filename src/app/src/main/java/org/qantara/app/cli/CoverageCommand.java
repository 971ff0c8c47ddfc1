package org.qantara.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.coverage.Coverage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "coverage",
        description = {
            "Measures how much of HL7's V2-to-FHIR guide the maps carry.",
            "Each row of the guide becomes a message; it passed when the maps, run on that message, show the value at the row's target by a rule that names the row."
        },
        footer = {
            "",
            "Examples:",
            "  ./qantara coverage --ig ../shared/data/ig",
            "  ./qantara coverage --missing | less",
            "  ./qantara coverage --json > coverage.json"
        })
final class CoverageCommand implements Callable<Integer> {
    @Option(
            names = "--ig",
            paramLabel = "DIR",
            description =
                    "folder with messages.tsv, segments.tsv, datatypes.tsv and tables.tsv of the guide; else shared/data/ig beside the project or above it")
    @Nullable
    Path guide;

    @Option(names = "--mappings", paramLabel = "DIR", description = "folder of maps instead of mappings/")
    @Nullable
    Path mappings;

    @Option(names = "--missing", description = "list every row that did not pass, with its reason")
    boolean missing;

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() throws IOException {
        Path maps = mappings == null ? Settings.fromEnvironment(Role.ALL).mappingsFolder() : mappings;
        Path folder = guide == null ? beside(maps) : guide;
        if (folder == null || !Files.isRegularFile(folder.resolve("segments.tsv")))
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--ig " + folder + ": no segments.tsv there; give the folder of the consolidated guide");
        if (!(Mappings.compile(maps) instanceof Compilation.Compiled compiled))
            throw new CommandFailure(ExitCode.FAILED, "the maps in " + maps + " have mistakes; see ./qantara check");
        Coverage coverage = Coverage.measure(compiled.mappings(), folder, maps.resolve("guide-notes.tsv"));
        if (json)
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(coverage));
        else print(coverage);
        return ExitCode.OK;
    }

    private static @Nullable Path beside(Path maps) {
        return Stream.iterate(maps.toAbsolutePath().normalize(), p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared/data/ig"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
    }

    private void print(Coverage coverage) {
        System.out.printf("%-10s %6s %10s %12s %7s%n", "", "rows", "reachable", "implemented", "passed");
        coverage.counts()
                .forEach((kind, c) -> System.out.printf(
                        "%-10s %6d %10d %12d %7d  %.1f %%%n",
                        kind,
                        c.rows(),
                        c.reachable(),
                        c.implemented(),
                        c.passed(),
                        percent(c.passed(), c.reachable())));
        Coverage.Fields fields = coverage.fields();
        System.out.printf(
                "fields     %d of %d mapped fields make a difference at the guide's target  %.1f %%%n",
                fields.different(), fields.mapped(), percent(fields.different(), fields.mapped()));
        if (missing) {
            coverage.missing()
                    .forEach(m -> System.out.printf(
                            "%-10s %-40s %s %s%n",
                            m.kind(), m.row(), m.implemented() ? "named," : "absent,", m.reason()));
            if (!fields.same().isEmpty())
                System.out.println("fields without a difference: " + String.join(", ", fields.same()));
        } else reasons(coverage);
    }

    private static void reasons(Coverage coverage) {
        Map<String, Integer> byReason = new TreeMap<>();
        coverage.missing().forEach(m -> byReason.merge(m.kind() + ": " + m.reason(), 1, Integer::sum));
        if (!byReason.isEmpty()) System.out.println("missing, by reason (--missing lists the rows):");
        byReason.forEach((reason, count) -> System.out.printf("%6d  %s%n", count, reason));
    }

    private static double percent(int part, int whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
