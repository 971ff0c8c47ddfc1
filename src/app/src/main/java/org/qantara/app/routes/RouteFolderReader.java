package org.qantara.app.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and validates the whole of {@code routes/}: no server, no Camel. */
public final class RouteFolderReader {
    private RouteFolderReader() {}

    /**
     * Reads {@code templates/*.camel.yaml} and {@code facilities/*.camel.yaml} below {@code routes}.
     *
     * @throws UncheckedIOException when the folder itself cannot be listed; one unreadable file is a diagnostic
     */
    public static RouteFolder read(Path routes) {
        var diagnostics = new ArrayList<RouteDiagnostic>();
        var broken = new ArrayList<Path>();
        var templates = new LinkedHashMap<String, TemplateFile>();
        for (Path file : files(routes.resolve("templates"))) {
            try {
                TemplateFile template = TemplateReader.read(file, diagnostics);
                if (template == null) broken.add(file);
                else templates.put(template.id(), template);
            } catch (IOException e) {
                unreadable(file, e, broken, diagnostics);
            }
        }
        var byId = new LinkedHashMap<String, FacilityRoute>();
        var reader = new FacilityReader(templates);
        for (Path file : files(routes.resolve("facilities"))) {
            try {
                List<FacilityRoute> read = reader.read(file, diagnostics);
                if (read.isEmpty() || clashes(read, byId, diagnostics)) broken.add(file);
                else read.forEach(route -> byId.put(route.routeId(), route));
            } catch (IOException e) {
                unreadable(file, e, broken, diagnostics);
            }
        }
        return new RouteFolder(templates, byId, broken, diagnostics);
    }

    /** Two files may not claim one port or one route id: the first by name keeps it. */
    private static boolean clashes(
            List<FacilityRoute> read, Map<String, FacilityRoute> before, List<RouteDiagnostic> diagnostics) {
        boolean clash = false;
        var ports = new HashMap<String, FacilityRoute>();
        before.values().forEach(route -> ports.put(route.parameters().getOrDefault("port", "0"), route));
        var ids = new HashMap<>(before);
        for (FacilityRoute route : read) {
            String port = route.parameters().getOrDefault("port", "0");
            FacilityRoute samePort = port.equals("0") ? null : ports.put(port, route);
            FacilityRoute sameId = ids.put(route.routeId(), route);
            if (samePort != null) {
                diagnostics.add(new RouteDiagnostic(
                        route.file(),
                        1,
                        1,
                        "port " + port + " is already taken by "
                                + samePort.file().getFileName()));
                clash = true;
            }
            if (sameId != null) {
                diagnostics.add(new RouteDiagnostic(
                        route.file(),
                        1,
                        1,
                        "routeId '" + route.routeId() + "' is already used in "
                                + sameId.file().getFileName()));
                clash = true;
            }
        }
        return clash;
    }

    private static void unreadable(Path file, IOException e, List<Path> broken, List<RouteDiagnostic> diagnostics) {
        if (e instanceof NoSuchFileException) return; // deleted between listing and reading: it is gone, not broken
        broken.add(file);
        diagnostics.add(new RouteDiagnostic(
                file,
                1,
                1,
                "cannot be read as UTF-8 text (" + e.getClass().getSimpleName() + "); check permissions and encoding"));
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var list = Files.list(folder)) {
            return list.filter(file -> file.getFileName().toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("routes folder " + folder + " cannot be listed", e);
        }
    }
}
