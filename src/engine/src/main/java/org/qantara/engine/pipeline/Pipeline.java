package org.qantara.engine.pipeline;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.Signals;
import org.qantara.engine.delivery.Answer;
import org.qantara.engine.delivery.Breaker;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.Outbound;
import org.qantara.engine.lane.LaneHandler;
import org.qantara.engine.lane.Step;
import org.qantara.engine.ledger.Arrival;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MappedBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a message at the head of a lane to one destination: arrive in the ledger, meet other lanes, map, deliver, settle in
 * the ledger. Every step may be repeated after a crash: the second time gives the same. Thread-safe.
 */
public final class Pipeline implements LaneHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final long LEDGER_WAIT_MS = 500;
    private static final long ROW_WAIT_MS = 10_000;
    private static final int CONFLICTS_AT_ONCE = 3;

    private final Destination destination;
    private final boolean primary;
    private final Ledger ledger;
    private final Mapper mapper;
    private final Breaker breaker;
    private final DeliverySettings settings;
    private final Barriers barriers;
    private final Fold fold;
    private final Signals signals;
    private final LongSupplier clockMs;
    private final Map<Long, Trouble> troubles = new ConcurrentHashMap<>();

    /**
     * @param primary whether the message's own state follows this destination
     * @param release runs a parked lane of this destination
     */
    public Pipeline(
            Destination destination,
            boolean primary,
            Ledger ledger,
            Mapper mapper,
            Breaker breaker,
            DeliverySettings settings,
            IntConsumer release,
            Signals signals,
            LongSupplier clockMs) {
        this.destination = destination;
        this.primary = primary;
        this.ledger = ledger;
        this.mapper = mapper;
        this.breaker = breaker;
        this.settings = settings;
        this.barriers = new Barriers(ledger, destination.name(), release);
        this.fold = new Fold(destination, primary, ledger, mapper, breaker, settings);
        this.signals = signals;
        this.clockMs = clockMs;
    }

    @Override
    public Step handle(StoredMessage message) {
        try {
            return switch (message.kind()) {
                case TOKEN -> barriers.token(message);
                case MESSAGE, REPLAY -> process(message);
                case FOLD -> destination.takesBundles() ? fold.run(message) : new Step.Done();
            };
        } catch (LedgerUnavailable e) {
            return new Step.Park(LEDGER_WAIT_MS, "ledger not available");
        } catch (LedgerRejected e) {
            // the database's text may quote what it did not take: only its kind is logged
            LOG.error("the ledger does not take message {}; its lane waits: {}", message.intake(), e.kind());
            return new Step.Park(ROW_WAIT_MS, "ledger does not take the row");
        }
    }

    private Step process(StoredMessage message) throws LedgerUnavailable, LedgerRejected {
        Trouble trouble = troubles.computeIfAbsent(message.intake(), intake -> new Trouble());
        if (trouble.ended != null) {
            return settle(message, trouble.ended);
        }
        if (!trouble.arrived) {
            Arrival arrival = ledger.arrive(message, destination.name(), primary);
            if (arrival instanceof Arrival.Settled) {
                return done(message);
            }
            if (arrival instanceof Arrival.Duplicate duplicate) {
                return end(message, trouble, Settlement.duplicate(duplicate.of()));
            }
            trouble.arrived = true;
        }
        if (!barriers.allHere(message)) {
            return Barriers.park();
        }
        if (!destination.takes(message.facility(), message.labels().messageType())) {
            Fault why = Fault.of(ErrorCode.NO_ENTRY, null, "this destination does not take such messages");
            return end(message, trouble, Settlement.handled(why, null));
        }
        if (!destination.takesBundles()) {
            return deliver(message, trouble, null, null);
        }
        long began = System.nanoTime();
        Mapper.Meaning meaning = mapper.map(message);
        signals.timed("mapping", message.facility(), System.nanoTime() - began);
        if (meaning instanceof Mapper.Meaning.Bundle bundle) {
            if (primary && !trouble.sighted) {
                trouble.sighted = true;
                ledger.sightings().note(message, bundle.mapped());
            }
            return deliver(message, trouble, bundle.bundle(), bundle.mapsVersion());
        }
        if (meaning instanceof Mapper.Meaning.Nothing nothing) {
            return end(message, trouble, Settlement.handled(nothing.reason(), nothing.mapsVersion()));
        }
        Mapper.Meaning.Impossible impossible = (Mapper.Meaning.Impossible) meaning;
        return end(message, trouble, Settlement.quarantined(impossible.fault(), 0, null, impossible.mapsVersion()));
    }

    private Step deliver(StoredMessage message, Trouble trouble, @Nullable MappedBundle bundle, @Nullable String maps)
            throws LedgerUnavailable, LedgerRejected {
        Outbound outbound = new Outbound(message, bundle);
        Answer answer = null;
        for (int conflicts = 0; conflicts <= CONFLICTS_AT_ONCE; conflicts++) {
            long waitMs = breaker.ask();
            if (waitMs > 0) {
                return new Step.Park(waitMs, "destination does not answer");
            }
            long began = System.nanoTime();
            answer = destination.deliver(outbound);
            signals.timed("delivery", destination.name(), System.nanoTime() - began);
            trouble.attempts++;
            if (!(answer instanceof Answer.Conflict)) {
                break;
            }
            breaker.success();
        }
        if (answer instanceof Answer.Delivered delivered) {
            breaker.success();
            return end(
                    message,
                    trouble,
                    Settlement.delivered(
                            trouble.attempts,
                            delivered.httpStatus(),
                            delivered.written(),
                            delivered.superseded(),
                            maps));
        }
        if (answer instanceof Answer.Rejected rejected) {
            breaker.success();
            return end(
                    message,
                    trouble,
                    Settlement.quarantined(rejected.fault(), trouble.attempts, rejected.httpStatus(), maps));
        }
        if (answer instanceof Answer.Unknown unknown) {
            breaker.failure(message.lane(), unknown.text());
            Fault fault = Fault.of(ErrorCode.SEND_UNKNOWN, null, unknown.text());
            return end(message, trouble, Settlement.quarantined(fault, trouble.attempts, null, maps));
        }
        if (answer instanceof Answer.Broken broken) {
            breaker.broken(broken.text());
            note(message, trouble, broken.httpStatus(), broken.text());
            return new Step.Park(settings.probeMs(), "destination is broken");
        }
        if (answer instanceof Answer.Conflict conflict) {
            return again(message, trouble, conflict.httpStatus(), conflict.text(), 0, maps);
        }
        Answer.Retry retry = (Answer.Retry) Objects.requireNonNull(answer);
        breaker.failure(message.lane(), retry.text());
        return again(message, trouble, retry.httpStatus(), retry.text(), retry.afterMs(), maps);
    }

    private Step again(
            StoredMessage message,
            Trouble trouble,
            @Nullable Integer status,
            String text,
            long askedMs,
            @Nullable String maps)
            throws LedgerUnavailable, LedgerRejected {
        trouble.failed(clockMs.getAsLong(), breaker.successes());
        if (trouble.isPoison(settings.poisonFailures(), settings.poisonAfterMs(), clockMs.getAsLong())) {
            Fault fault = Fault.of(
                    ErrorCode.POISON,
                    null,
                    "failed " + trouble.failures + " times while other messages succeeded; last: " + text);
            return end(message, trouble, Settlement.quarantined(fault, trouble.attempts, status, maps));
        }
        note(message, trouble, status, text);
        return new Step.Park(settings.backOffMs(trouble.failures, askedMs), "delivery is repeated");
    }

    private void note(StoredMessage message, Trouble trouble, @Nullable Integer status, String text) {
        ledger.attempted(message, destination.name(), trouble.attempts, status, text)
                .exceptionally(failure -> {
                    LOG.debug("an attempt could not be noted: {}", failure.toString());
                    return false;
                });
    }

    private Step end(StoredMessage message, Trouble trouble, Settlement settlement)
            throws LedgerUnavailable, LedgerRejected {
        trouble.ended = settlement;
        return settle(message, settlement);
    }

    private Step settle(StoredMessage message, Settlement settlement) throws LedgerUnavailable, LedgerRejected {
        ledger.settle(message, destination.name(), primary, settlement);
        if (primary) {
            signals.counted(settlement.state().word(), message.facility());
            signals.settled(message.intake(), settlement.state(), settlement.fault());
        }
        return done(message);
    }

    private Step done(StoredMessage message) {
        troubles.remove(message.intake());
        barriers.open(message);
        return new Step.Done();
    }
}
