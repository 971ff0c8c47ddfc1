package org.qantara.app.routes;

import java.nio.file.Path;
import java.util.Map;

/**
 * One {@code templatedRoute}: a facility's way in.
 *
 * @param file where it stands
 * @param routeId equals the file name without {@code .camel.yaml}, or begins with it and a dash when a file holds several
 * @param templateId the template it is made from
 * @param parameters as written
 * @param hash of template id and parameters, not of the file: a changed comment restarts nothing
 */
public record FacilityRoute(Path file, String routeId, String templateId, Map<String, String> parameters, String hash) {
    public FacilityRoute {
        parameters = Map.copyOf(parameters);
    }

    /** The facility's code; the reader refuses files without one. */
    public String facility() {
        return parameters.getOrDefault("facility", routeId);
    }
}
