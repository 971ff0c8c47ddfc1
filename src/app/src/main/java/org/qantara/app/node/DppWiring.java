package org.qantara.app.node;

import java.util.HashMap;
import java.util.Map;
import org.qantara.app.routes.FacilityRoute;
import org.qantara.app.routes.RouteFolderReader;
import org.qantara.app.settings.Settings;
import org.qantara.dpp.DppSettings;

/** What the DPP room needs, from what the environment and the facilities' files say. */
public final class DppWiring {
    private DppWiring() {}

    /** The DPP's settings; each facility's region (ISO 3166-2:MA) decides where its resources are stored. */
    public static DppSettings settings(Settings settings) {
        var database = settings.dppDatabase();
        // the DPP is closed in its turn; H2's own hook would close the database under it
        String url =
                database.url().startsWith("jdbc:h2:file:") && !database.url().contains("DB_CLOSE_ON_EXIT")
                        ? database.url() + ";DB_CLOSE_ON_EXIT=FALSE"
                        : database.url();
        return new DppSettings(
                url,
                database.user() == null ? "" : database.user(),
                database.password() == null ? "" : database.password(),
                settings.httpBase() + "/fhir",
                DppSettings.CONNECTIONS_MAX_DEFAULT,
                DppSettings.BODY_BYTES_MAX_DEFAULT,
                regions(settings),
                settings.registry(),
                settings.hookHosts());
    }

    private static Map<String, Integer> regions(Settings settings) {
        var regions = new HashMap<String, Integer>();
        for (FacilityRoute route :
                RouteFolderReader.read(settings.routesFolder()).routes().values()) {
            String region = route.parameters().get("region");
            if (region != null && !region.isBlank()) regions.put(route.facility(), Integer.parseInt(region));
        }
        return regions;
    }
}
