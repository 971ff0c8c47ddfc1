package org.qantara.app.node;

import org.apache.camel.Component;
import org.qantara.app.routes.RouteReconciler;
import org.qantara.app.settings.Settings;

/** The engine of this process with its routes. */
public final class EngineNode implements AutoCloseable {
    private final CamelRoutes routes;

    private EngineNode(CamelRoutes routes) {
        this.routes = routes;
    }

    static EngineNode start(Settings settings, Component inbox) {
        return new EngineNode(CamelRoutes.start(settings, inbox));
    }

    boolean canStore() {
        return true;
    }

    public RouteReconciler routes() {
        return routes.reconciler();
    }

    @Override
    public void close() {
        routes.close();
    }
}
