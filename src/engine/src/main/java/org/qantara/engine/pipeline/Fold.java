package org.qantara.engine.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.delivery.Answer;
import org.qantara.engine.delivery.Breaker;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.Outbound;
import org.qantara.engine.lane.Step;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MappedBundle;

/**
 * {@code replay --from}: maps a patient's messages from a number on with the maps of today, folds them in order and delivers the
 * result. It runs at its place in the patient's lane, so the lane is held meanwhile. Repeating it after a crash gives the same.
 */
final class Fold {
    private static final int MESSAGES_MAX = 5_000;

    private final Destination destination;
    private final boolean primary;
    private final Ledger ledger;
    private final Mapper mapper;
    private final Breaker breaker;
    private final DeliverySettings settings;

    Fold(
            Destination destination,
            boolean primary,
            Ledger ledger,
            Mapper mapper,
            Breaker breaker,
            DeliverySettings settings) {
        this.destination = destination;
        this.primary = primary;
        this.ledger = ledger;
        this.mapper = mapper;
        this.breaker = breaker;
        this.settings = settings;
    }

    Step run(StoredMessage from) throws LedgerUnavailable, LedgerRejected {
        String patient = from.labels().patient();
        if (patient == null) {
            return new Step.Done();
        }
        List<StoredMessage> messages = ledger.ofPatientFrom(from.facility(), patient, from.intake(), MESSAGES_MAX);
        FoldedResources folded = new FoldedResources();
        Map<Long, Mapper.Meaning> meanings = new TreeMap<>();
        for (StoredMessage message : messages) {
            Mapper.Meaning meaning = mapper.map(message);
            meanings.put(message.intake(), meaning);
            if (meaning instanceof Mapper.Meaning.Bundle bundle) {
                folded.add(message.intake(), bundle.bundle());
            }
        }
        Map<Long, MappedBundle> bundles = folded.bundles();
        for (StoredMessage message : messages) {
            Step step = settle(message, meanings.get(message.intake()), bundles.get(message.intake()));
            if (step instanceof Step.Park) {
                return step;
            }
        }
        return new Step.Done();
    }

    private Step settle(StoredMessage message, Mapper.@Nullable Meaning meaning, @Nullable MappedBundle rest)
            throws LedgerUnavailable, LedgerRejected {
        if (meaning instanceof Mapper.Meaning.Impossible impossible) {
            return write(message, Settlement.quarantined(impossible.fault(), 0, null, impossible.mapsVersion()));
        }
        if (meaning instanceof Mapper.Meaning.Nothing nothing) {
            return write(message, Settlement.handled(nothing.reason(), nothing.mapsVersion()));
        }
        if (!(meaning instanceof Mapper.Meaning.Bundle bundle)) {
            return new Step.Done();
        }
        int all = bundle.bundle().entries().size();
        if (rest == null) {
            return write(message, Settlement.delivered(0, null, 0, all, bundle.mapsVersion()));
        }
        long waitMs = breaker.ask();
        if (waitMs > 0) {
            return new Step.Park(waitMs, "destination does not answer");
        }
        Answer answer = destination.deliver(new Outbound(message, rest));
        if (answer instanceof Answer.Delivered delivered) {
            breaker.success();
            int left = all - rest.entries().size();
            return write(
                    message,
                    Settlement.delivered(
                            1,
                            delivered.httpStatus(),
                            delivered.written(),
                            delivered.superseded() + left,
                            bundle.mapsVersion()));
        }
        if (answer instanceof Answer.Rejected rejected) {
            breaker.success();
            return write(
                    message, Settlement.quarantined(rejected.fault(), 1, rejected.httpStatus(), bundle.mapsVersion()));
        }
        if (answer instanceof Answer.Unknown unknown) {
            breaker.failure(message.lane(), unknown.text());
            Fault fault = Fault.of(ErrorCode.SEND_UNKNOWN, null, unknown.text());
            return write(message, Settlement.quarantined(fault, 1, null, bundle.mapsVersion()));
        }
        if (answer instanceof Answer.Broken broken) {
            breaker.broken(broken.text());
            return new Step.Park(settings.probeMs(), "destination is broken");
        }
        if (answer instanceof Answer.Retry retry) {
            breaker.failure(message.lane(), retry.text());
        } else {
            breaker.success();
        }
        return new Step.Park(settings.backOffMs(3, 0), "delivery is repeated");
    }

    private Step write(StoredMessage message, Settlement settlement) throws LedgerUnavailable, LedgerRejected {
        ledger.settle(message, destination.name(), primary, settlement);
        return new Step.Done();
    }
}
