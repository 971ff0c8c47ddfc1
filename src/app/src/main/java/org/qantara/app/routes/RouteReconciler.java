package org.qantara.app.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what runs equal to what {@code routes/} says: reads, validates, compares by content hash, and adds, replaces or removes
 * only what changed. A file with a mistake changes nothing: what runs from it keeps running. A deleted file stops its routes.
 * A route that cannot start (a busy port) is tried again at every round and holds no other. Camel's own route watcher does
 * none of this: it removes every route on one edit. Thread-safe.
 */
public final class RouteReconciler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReconciler.class);

    private final Path folder;
    private final FacilityRoutes camel;
    private final Clock clock;
    private final ScheduledExecutorService rounds;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, String> templateHashes = new LinkedHashMap<>();
    private volatile RouteFolder wanted = new RouteFolder(Map.of(), Map.of(), List.of(), List.of());
    private volatile List<RouteState> states = List.of();
    private String fingerprint = "";

    /** A route as applied; {@code failure} null = takes messages. */
    private record Running(FacilityRoute route, @Nullable String failure, Instant since) {}

    public RouteReconciler(Path folder, DefaultCamelContext camel, int portOffset, Clock clock) {
        this.folder = folder;
        this.camel = new FacilityRoutes(camel, portOffset);
        this.clock = clock;
        this.rounds = Executors.newSingleThreadScheduledExecutor(runnable -> {
            var thread = new Thread(runnable, "route-reconciler");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Applies the folder once in the calling thread, then again whenever it changed. */
    public void start(Duration interval) {
        round();
        rounds.scheduleWithFixedDelay(this::round, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What every route does, by route id. */
    public List<RouteState> states() {
        return states;
    }

    /** The facilities' routes as their files describe them, those with mistakes left out. */
    public List<FacilityRoute> facilities() {
        return List.copyOf(wanted.routes().values());
    }

    /** The mistakes that stand in the folder now. */
    public List<RouteDiagnostic> diagnostics() {
        return wanted.diagnostics();
    }

    /** One round: reads the folder when it changed, and retries what failed. Never throws: the next round must come. */
    public synchronized void round() {
        try {
            String now = fingerprint();
            boolean changed = !now.equals(fingerprint);
            boolean failed = running.values().stream().anyMatch(route -> route.failure() != null);
            if (!changed && !failed) return;
            if (changed) {
                wanted = RouteFolderReader.read(folder);
                wanted.diagnostics().forEach(mistake -> LOG.error("{}; the version that runs is kept", mistake));
                fingerprint = now;
                installTemplates();
            }
            apply(wanted);
        } catch (Exception e) {
            LOG.error("routes in {} could not be applied; tried again at the next round", folder, e);
        } finally {
            states = describe();
        }
    }

    private void installTemplates() throws Exception {
        for (TemplateFile template : wanted.templates().values())
            if (!template.hash().equals(templateHashes.get(template.id()))) {
                camel.install(template);
                templateHashes.put(template.id(), template.hash());
            }
    }

    private void apply(RouteFolder folderNow) {
        Set<Path> broken = new HashSet<>(folderNow.broken());
        Map<String, FacilityRoute> replaced = new LinkedHashMap<>();
        for (Running old : List.copyOf(running.values())) {
            String routeId = old.route().routeId();
            FacilityRoute next = folderNow.routes().get(routeId);
            boolean same = next != null && next.hash().equals(old.route().hash());
            if (same ? old.failure() == null : broken.contains(old.route().file())) continue;
            if (!remove(old)) continue;
            if (next == null) LOG.info("route {} removed: its file is gone", routeId);
            else if (!same && old.failure() == null) replaced.put(routeId, old.route());
        }
        // all that changed is stopped before anything starts, so that two files may exchange their ports
        for (FacilityRoute route : folderNow.routes().values())
            if (!running.containsKey(route.routeId())) add(route, replaced.get(route.routeId()));
    }

    private boolean remove(Running old) {
        try {
            camel.remove(old.route().routeId());
            running.remove(old.route().routeId());
            return true;
        } catch (Exception e) {
            LOG.error(
                    "route {} could not be stopped; it keeps running as it is",
                    old.route().routeId(),
                    e);
            return false;
        }
    }

    private void add(FacilityRoute route, @Nullable FacilityRoute before) {
        try {
            camel.add(route);
            running.put(route.routeId(), new Running(route, null, clock.instant()));
            LOG.info(
                    "route {} {}: port {}",
                    route.routeId(),
                    before == null ? "started" : "replaced",
                    camel.listeningPort(route));
        } catch (Exception e) {
            String reason = reason(e);
            LOG.error("route {} cannot start: {}; tried again at the next round", route.routeId(), reason);
            running.put(route.routeId(), new Running(route, reason, clock.instant()));
        }
    }

    /** The innermost cause says what happened ("Address already in use"), the outer ones repeat the route. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private List<RouteState> describe() {
        Map<Path, String> mistakes = wanted.diagnostics().stream()
                .collect(Collectors.toMap(RouteDiagnostic::file, RouteDiagnostic::toString, (first, next) -> first));
        return running.values().stream()
                .map(route -> state(route, mistakes.get(route.route().file())))
                .sorted(Comparator.comparing(RouteState::routeId))
                .toList();
    }

    private RouteState state(Running of, @Nullable String mistake) {
        RouteState.State state = of.failure() != null
                ? RouteState.State.FAILED
                : mistake != null ? RouteState.State.RUNNING_OLD_VERSION : RouteState.State.RUNNING;
        Integer port;
        try {
            port = camel.listeningPort(of.route());
        } catch (IllegalArgumentException outOfRange) {
            port = null; // the failure's text says it
        }
        return new RouteState(
                of.route().routeId(),
                of.route().facility(),
                camel.protocol(of.route().routeId()),
                port,
                state,
                of.failure() != null ? of.failure() : mistake,
                of.since());
    }

    /** Names, sizes and times: cheap enough for every second; contents are hashed only when this differs. */
    private String fingerprint() throws IOException {
        var text = new StringBuilder();
        for (String part : List.of("templates", "facilities")) {
            Path sub = folder.resolve(part);
            if (!Files.isDirectory(sub)) continue;
            try (Stream<Path> files = Files.list(sub)) {
                for (Path file : files.sorted().toList()) {
                    text.append(file);
                    try {
                        text.append(Files.size(file)).append(Files.getLastModifiedTime(file));
                    } catch (java.nio.file.NoSuchFileException gone) {
                        continue; // an editor replaced it under our hands: the next round sees the new one
                    }
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }

    /** Stops looking. Routes are stopped by the Camel context's own shutdown. */
    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
