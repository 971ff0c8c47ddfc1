package org.qantara.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.routes.RouteDiagnostic;
import org.qantara.app.routes.RouteFolderReader;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.mapping.Compilation;
import org.qantara.mapping.Diagnostic;
import org.qantara.mapping.Mappings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = "Checks routes and maps without starting anything: every mistake as file:line:col: error: ...",
        footer = {"", "Examples:", "  ./qantara check", "  ./qantara check --mappings /etc/qantara/mappings --json"})
final class CheckCommand implements Callable<Integer> {
    @Option(names = "--routes", paramLabel = "DIR", description = "folder to check instead of routes/")
    @Nullable
    Path routes;

    @Option(names = "--mappings", paramLabel = "DIR", description = "folder to check instead of mappings/")
    @Nullable
    Path mappings;

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.fromEnvironment(Role.ALL);
        Path routesFolder = existing("--routes", routes == null ? settings.routesFolder() : routes);
        var read = RouteFolderReader.read(routesFolder);
        var answer = new ObjectMapper().createObjectNode();
        var found = answer.putArray("diagnostics");
        int errors = read.diagnostics().size();
        for (RouteDiagnostic mistake : read.diagnostics()) {
            add(found, mistake.file().toString(), mistake.line(), mistake.column(), "error", mistake.message());
            if (!json) System.out.println(mistake);
        }
        Compilation compilation =
                Mappings.compile(existing("--mappings", mappings == null ? settings.mappingsFolder() : mappings));
        for (Diagnostic mistake : compilation.diagnostics()) {
            String severity = mistake.severity().name().toLowerCase(Locale.ROOT);
            if (severity.equals("error")) errors++;
            add(found, mistake.file(), mistake.line(), mistake.column(), severity, mistake.message());
            if (!json) System.out.println(mistake);
        }
        answer.put("templates", read.templates().size());
        answer.put("routes", read.routes().size());
        answer.put("errors", errors);
        answer.put("warnings", found.size() - errors);
        if (json) System.out.println(answer.toPrettyString());
        else
            System.out.printf(
                    "%d route templates, %d routes, maps %s: %d errors, %d warnings%n",
                    read.templates().size(),
                    read.routes().size(),
                    compilation instanceof Compilation.Compiled compiled
                            ? compiled.mappings().version().substring(0, 12)
                            : "rejected",
                    errors,
                    found.size() - errors);
        return errors == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void add(ArrayNode found, String file, int line, int column, String severity, String message) {
        found.addObject()
                .put("file", file)
                .put("line", line)
                .put("column", column)
                .put("severity", severity)
                .put("message", message);
    }

    private static Path existing(String option, Path folder) {
        if (!Files.isDirectory(folder))
            throw new CommandFailure(ExitCode.USAGE, option + " " + folder + ": not a folder");
        return folder;
    }
}
