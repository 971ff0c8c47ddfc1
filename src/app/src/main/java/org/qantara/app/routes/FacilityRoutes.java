package org.qantara.app.routes;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.dicom.camel.DicomConsumer;
import org.qantara.connectors.lab.astm.LabAstmConsumer;
import org.qantara.connectors.mllp.MllpConsumer;

/** Adds and removes templates and routes in Camel, one at a time. Not thread-safe: the reconciler is its only caller. */
final class FacilityRoutes {
    private static final int STOP_TIMEOUT_S = 30;

    private final DefaultCamelContext camel;
    private final int portOffset;

    FacilityRoutes(DefaultCamelContext camel, int portOffset) {
        this.camel = camel;
        this.portOffset = portOffset;
    }

    /** Makes {@code template} the one that later routes are built from; routes that run keep what they were built with. */
    void install(TemplateFile template) throws Exception {
        camel.removeRouteTemplateDefinitions(template.id());
        Resource resource = ResourceHelper.fromString(template.id() + ".camel.yaml", template.text());
        PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
    }

    /** Builds and starts the route. When this throws, nothing of it is left behind. */
    void add(FacilityRoute route) throws Exception {
        Map<String, Object> parameters = new LinkedHashMap<>(route.parameters());
        Integer port = port(route);
        if (port != null) parameters.put("port", String.valueOf(port));
        String folder = folder(route);
        if (folder != null) parameters.put("folder", folder);
        try {
            TemplatedRouteBuilder.builder(camel, route.templateId())
                    .routeId(route.routeId())
                    .parameters(parameters)
                    .add();
        } catch (Exception e) {
            remove(route.routeId());
            throw e;
        }
    }

    /** Stops the route after its messages in flight are through, and forgets it. */
    void remove(String routeId) throws Exception {
        if (camel.getRouteDefinition(routeId) == null) return;
        camel.getRouteController().stopRoute(routeId, STOP_TIMEOUT_S, java.util.concurrent.TimeUnit.SECONDS);
        camel.removeRoute(routeId);
    }

    /** The scheme of the route's consumer; {@code ?} while it does not exist. */
    String protocol(String routeId) {
        Route route = camel.getRoute(routeId);
        if (route == null) return "?";
        String uri = route.getEndpoint().getEndpointBaseUri();
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    /** The port that is listened on, which differs from the configured one when that is 0. */
    @Nullable
    Integer listeningPort(FacilityRoute route) {
        Route running = camel.getRoute(route.routeId());
        if (running != null && running.getConsumer() instanceof MllpConsumer mllp && mllp.port() > 0)
            return mllp.port();
        if (running != null && running.getConsumer() instanceof LabAstmConsumer astm && astm.getLocalPort() > 0)
            return astm.getLocalPort();
        if (running != null && running.getConsumer() instanceof DicomConsumer dicom && dicom.port() > 0)
            return dicom.port();
        return port(route);
    }

    /** A relative folder is below the data folder's {@code inbound}; null when the route picks up from none of this machine. */
    @Nullable
    private String folder(FacilityRoute route) {
        String folder = route.parameters().get("folder");
        Optional<String> inbound = camel.getPropertiesComponent().resolveProperty("qantara.inbound");
        if (folder == null || inbound.isEmpty() || route.parameters().containsKey("server")) return null;
        return Path.of(inbound.get()).resolve(folder).toString();
    }

    /** The configured port with the offset added; 0 stays 0 (any free one); null when the route has none. */
    @Nullable
    Integer port(FacilityRoute route) {
        String text = route.parameters().get("port");
        if (text == null) return null;
        int port = Integer.parseInt(text);
        if (port == 0) return 0;
        int moved = port + portOffset;
        if (moved < 1 || moved > 65535)
            throw new IllegalArgumentException("port " + port + " with QANTARA_PORT_OFFSET=" + portOffset + " is "
                    + moved + ", expected 1 to 65535");
        return moved;
    }
}
