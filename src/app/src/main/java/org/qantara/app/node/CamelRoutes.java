package org.qantara.app.node;

import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.qantara.app.routes.RouteReconciler;
import org.qantara.app.settings.Settings;

/** The Camel context in which the facilities' routes run, and the reconciler that keeps them equal to {@code routes/}. */
final class CamelRoutes implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int DRAIN_TIMEOUT_S = 30;

    private final DefaultCamelContext camel;
    private final RouteReconciler reconciler;

    private CamelRoutes(DefaultCamelContext camel, RouteReconciler reconciler) {
        this.camel = camel;
        this.reconciler = reconciler;
    }

    /** Starts with every facility of the folder accepting, or failed with its reason. */
    static CamelRoutes start(Settings settings, Component inbox) {
        var camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName("qantara");
        camel.getManagementNameStrategy().setNamePattern("#name#");
        camel.setLoadTypeConverters(false);
        camel.getShutdownStrategy().setTimeout(DRAIN_TIMEOUT_S);
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        var properties = new Properties();
        properties.setProperty("qantara.bind", settings.bind().getHostAddress());
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.addComponent("inbox", inbox);
        camel.start();
        var reconciler = new RouteReconciler(settings.routesFolder(), camel, settings.portOffset(), Clock.systemUTC());
        reconciler.start(LOOK_AGAIN);
        return new CamelRoutes(camel, reconciler);
    }

    RouteReconciler reconciler() {
        return reconciler;
    }

    /** Stops accepting, waits for what is being stored, and answers it. */
    @Override
    public void close() {
        reconciler.close();
        camel.stop();
    }
}
