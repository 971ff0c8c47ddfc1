package org.qantara.app.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.qantara.app.routes.FacilityRoute;
import org.qantara.app.routes.RouteReconciler;
import org.qantara.app.routes.RouteState;
import org.qantara.app.settings.TlsFiles;
import org.qantara.engine.Engine;
import org.qantara.engine.EngineStatus;
import org.qantara.engine.ledger.FacilityGlance;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every ten seconds how the node stands, and says when something begins or ends that a person should know: a facility that fell
 * silent ({@code silenceMinutes} of its route), a destination that stopped, a ledger or broker that is down, a certificate that ends
 * within 30 days. Thread-safe.
 */
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int EVERY_S = 10;
    private static final int CERTIFICATE_DAYS = 30;

    private final Engine engine;
    private final RouteReconciler routes;
    private final @Nullable TlsFiles tls;
    private final Clock clock;
    private final BiConsumer<Alarm, Boolean> tell;
    private final Map<String, Alarm> standing = new LinkedHashMap<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(run -> {
        var thread = new Thread(run, "watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile NodeStatus last;

    /** @param tell is given an alarm when it begins (true) and when it ends (false) */
    Watch(Engine engine, RouteReconciler routes, @Nullable TlsFiles tls, Clock clock, BiConsumer<Alarm, Boolean> tell) {
        this.engine = engine;
        this.routes = routes;
        this.tls = tls;
        this.clock = clock;
        this.tell = tell;
        this.last = new NodeStatus(engine.status(), null, 0, List.of(), List.of());
    }

    void start() {
        rounds.scheduleWithFixedDelay(this::round, 0, EVERY_S, TimeUnit.SECONDS);
    }

    /** As it was at the last look. */
    public NodeStatus last() {
        return last;
    }

    /** Looks now. */
    public NodeStatus look() {
        EngineStatus status = engine.status();
        List<NodeStatus.Facility> facilities = facilities();
        var certificates = Certificates.of(tls, clock.instant());
        long oldest = facilities == null
                ? 0
                : facilities.stream()
                        .mapToLong(NodeStatus.Facility::backlogSeconds)
                        .max()
                        .orElse(0);
        var found = new NodeStatus(status, facilities, oldest, certificates, alarms(status, facilities, certificates));
        last = found;
        return found;
    }

    private void round() {
        try {
            tellChanges(look().alarms());
        } catch (RuntimeException e) {
            LOG.error("the node could not be looked at; tried again in {} s", EVERY_S, e);
        }
    }

    private synchronized void tellChanges(List<Alarm> now) {
        Map<String, Alarm> next = new LinkedHashMap<>();
        now.forEach(alarm -> next.put(alarm.key(), alarm));
        next.forEach((key, alarm) -> {
            if (!standing.containsKey(key)) {
                LOG.warn("alarm: {}", alarm.text());
                tell.accept(alarm, true);
            }
        });
        standing.forEach((key, alarm) -> {
            if (!next.containsKey(key)) {
                LOG.info("alarm over: {} {}", alarm.kind(), alarm.subject());
                tell.accept(alarm, false);
            }
        });
        standing.clear();
        standing.putAll(next);
    }

    private @Nullable List<NodeStatus.Facility> facilities() {
        Map<String, FacilityGlance> seen = new HashMap<>();
        try {
            engine.messages().glance().forEach(glance -> seen.put(glance.facility(), glance));
        } catch (LedgerUnavailable e) {
            return null;
        }
        Map<String, Integer> thresholds = new HashMap<>();
        Map<String, Instant> since = new TreeMap<>();
        for (RouteState route : routes.states()) since.merge(route.facility(), route.since(), Watch::later);
        for (FacilityRoute route : routes.facilities()) {
            String minutes = route.parameters().get("silenceMinutes");
            if (minutes != null && !minutes.isBlank())
                thresholds.merge(route.facility(), Integer.valueOf(minutes), Math::min);
        }
        seen.keySet().forEach(facility -> since.putIfAbsent(facility, Instant.EPOCH));
        List<NodeStatus.Facility> all = new ArrayList<>();
        since.forEach((facility, runsSince) ->
                all.add(facility(facility, runsSince, seen.get(facility), thresholds.get(facility))));
        return all;
    }

    private NodeStatus.Facility facility(
            String facility, Instant runsSince, @Nullable FacilityGlance glance, @Nullable Integer threshold) {
        Instant now = clock.instant();
        Instant quietSince = glance == null
                ? runsSince
                : later(runsSince, glance.lastReceivedAt().toInstant());
        return new NodeStatus.Facility(
                facility,
                glance == null ? null : glance.lastReceivedAt().toString(),
                Math.max(0, Duration.between(quietSince, now).toMinutes()),
                threshold,
                glance == null ? 0 : glance.lastFiveMinutes() / 5.0,
                glance == null ? 0 : glance.lastHour(),
                glance == null ? 0 : glance.waiting(),
                glance == null || glance.oldestWaitingAt() == null
                        ? 0
                        : Math.max(
                                0,
                                Duration.between(glance.oldestWaitingAt().toInstant(), now)
                                        .toSeconds()),
                glance == null ? 0 : glance.quarantined());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static List<Alarm> alarms(
            EngineStatus status,
            @Nullable List<NodeStatus.Facility> facilities,
            List<NodeStatus.Certificate> certificates) {
        List<Alarm> found = new ArrayList<>();
        if (!status.brokerUp())
            found.add(new Alarm("broker-down", "broker", "the broker is down: senders are told to send again later"));
        if (!status.ledgerUp())
            found.add(new Alarm("ledger-down", "ledger", "the ledger is down: messages are accepted and wait"));
        for (var destination : status.destinations())
            if (destination.stoppedBecause() != null)
                found.add(new Alarm(
                        "destination-stopped",
                        destination.name(),
                        "nothing is sent to " + destination.name() + ": " + destination.stoppedBecause()));
        if (facilities != null)
            for (var facility : facilities)
                if (facility.silenceMinutes() != null && facility.silentMinutes() >= facility.silenceMinutes())
                    found.add(new Alarm(
                            "silence",
                            facility.facility(),
                            facility.facility() + " has sent nothing for " + facility.silentMinutes()
                                    + " minutes, expected at least every " + facility.silenceMinutes()));
        for (var certificate : certificates)
            if (certificate.days() < CERTIFICATE_DAYS)
                found.add(new Alarm(
                        "certificate-ends",
                        certificate.file(),
                        certificate.file() + " ends in " + certificate.days() + " days: " + certificate.notAfter()));
        return found;
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
