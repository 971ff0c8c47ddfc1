package org.qantara.app.routes;

import java.nio.file.Path;
import java.util.Map;

/**
 * A {@code routeTemplate} that was read and found harmless.
 *
 * @param file where it stands
 * @param id what facilities refer to
 * @param parameters name → whether a facility must give it
 * @param text the file as read, which Camel loads
 * @param hash of {@code text}: a changed template changes every route made from it
 */
public record TemplateFile(Path file, String id, Map<String, Boolean> parameters, String text, String hash) {
    public TemplateFile {
        parameters = Map.copyOf(parameters);
    }
}
