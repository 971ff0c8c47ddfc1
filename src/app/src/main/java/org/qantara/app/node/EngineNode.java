package org.qantara.app.node;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qantara.app.routes.RouteReconciler;
import org.qantara.app.security.Issuers;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.dicom.camel.DicomComponent;
import org.qantara.connectors.dicom.camel.DicomConsumer;
import org.qantara.engine.Engine;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.camel.InboxComponent;

/** The engine of this process, the maps it runs and the routes that feed it. Thread-safe. */
public final class EngineNode implements AutoCloseable {
    private final Engine engine;
    private final CamelRoutes routes;
    private final LiveMaps maps;
    private final Meters meters;
    private final Destinations destinations;
    private final Watch watch;
    private final @Nullable Webhook webhook;
    private final URI dppUrl;
    private final Supplier<String> token;

    private EngineNode(
            Settings settings,
            Engine engine,
            Destinations destinations,
            CamelRoutes routes,
            LiveMaps maps,
            Meters meters,
            Supplier<String> token) {
        this.destinations = destinations;
        this.engine = engine;
        this.routes = routes;
        this.maps = maps;
        this.meters = meters;
        URI alerts = settings.alertUrl();
        this.webhook = alerts == null
                ? null
                : new Webhook(alerts, settings.httpBase(), Clock.systemUTC(), Duration.ofSeconds(1));
        this.watch = new Watch(
                engine,
                routes.reconciler(),
                settings.tls(),
                Clock.systemUTC(),
                webhook == null ? (alarm, begins) -> {} : webhook::tell);
        meters.show(watch);
        watch.start();
        this.dppUrl = settings.dppUrl();
        this.token = token;
    }

    /** Returns when messages are accepted. */
    static EngineNode start(Settings settings) {
        LiveMaps maps = LiveMaps.start(settings.mappingsFolder());
        var answers = new ApplicationAnswers();
        Meters meters = new Meters(answers);
        Destinations destinations = Destinations.of(settings);
        Supplier<String> token = Issuers.engineToken(settings.tokens(), Clock.systemUTC());
        Engine engine;
        try {
            engine = Engine.start(EngineWiring.settings(settings, destinations), token, maps, meters);
        } catch (BrokerUnavailable e) {
            destinations.close();
            maps.close();
            throw new IllegalStateException(
                    "the engine cannot start: " + e.getMessage() + "; is another one running on "
                            + settings.dataFolder() + "?",
                    e);
        }
        engine.bulkPerSecond(settings.bulkPerSecond());
        try {
            InboxComponent inbox = new InboxComponent(engine.inbox(), engine.orders())
                    .withLaterAnswers(answers)
                    .withReleases(engine::associationReleased);
            CamelRoutes routes = CamelRoutes.start(settings, inbox, answers, meters);
            return new EngineNode(settings, engine, destinations, routes, maps, meters, token);
        } catch (RuntimeException e) {
            engine.close();
            destinations.close();
            maps.close();
            throw e;
        }
    }

    /** True when what arrives can be stored. */
    boolean canStore() {
        return engine.status().brokerUp();
    }

    public Engine engine() {
        return engine;
    }

    public RouteReconciler routes() {
        return routes.reconciler();
    }

    /** The maps that run now. */
    public LiveMaps maps() {
        return maps;
    }

    /** The stored DICOM objects. */
    public DicomComponent imaging() {
        return routes.dicom();
    }

    /** The route that stores a facility's DICOM objects; empty when none runs. */
    public Optional<DicomConsumer> storing(String facility) {
        return routes.storing(facility);
    }

    /** The way in for messages over HTTP. */
    public InboundDoor inbound() {
        return routes.inbound();
    }

    /** Where the record is. */
    URI dppUrl() {
        return dppUrl;
    }

    /** A token of the engine's for the record. */
    String token() {
        return token.get();
    }

    public Meters meters() {
        return meters;
    }

    /** Who looks how the node stands. */
    public Watch watch() {
        return watch;
    }

    /** Stops accepting first; what was accepted and not delivered goes on at the next start. */
    @Override
    public void close() {
        watch.close();
        if (webhook != null) webhook.close();
        routes.close();
        engine.close();
        destinations.close();
        maps.close();
    }
}
