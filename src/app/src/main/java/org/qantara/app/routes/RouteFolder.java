package org.qantara.app.routes;

import java.util.List;
import java.util.Map;

/**
 * What {@code routes/} says at one moment.
 *
 * @param templates by id
 * @param routes by route id, only those whose file is right
 * @param broken routes ids' files that are not right: what runs from them keeps running
 * @param diagnostics every mistake found, not the first
 */
public record RouteFolder(
        Map<String, TemplateFile> templates,
        Map<String, FacilityRoute> routes,
        List<java.nio.file.Path> broken,
        List<RouteDiagnostic> diagnostics) {
    public RouteFolder {
        templates = Map.copyOf(templates);
        routes = Map.copyOf(routes);
        broken = List.copyOf(broken);
        diagnostics = List.copyOf(diagnostics);
    }
}
