package org.qantara.engine.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.lane.Step;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.ledger.Warning;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.study.StudyInstance;
import org.qantara.engine.study.StudyKey;
import org.qantara.mapping.MappedBundle;

/**
 * {@code replay --from}: maps a patient's messages from a number on with the maps of today, folds them in order and delivers the
 * result. It runs at its place in the patient's lane, so the lane is held meanwhile. Repeating it after a crash gives the same.
 */
final class Fold {
    private static final int MESSAGES_MAX = 5_000;

    private final Towards to;
    private final Courier courier;
    private final StudyFold studies;
    private final Map<Long, Trouble> troubles = new ConcurrentHashMap<>();

    Fold(Towards to, Courier courier, StudyFold studies) {
        this.to = to;
        this.courier = courier;
        this.studies = studies;
    }

    Step run(StoredMessage from) throws LedgerUnavailable, LedgerRejected {
        String patient = from.labels().patient();
        if (patient == null) {
            return new Step.Done();
        }
        List<StoredMessage> messages = to.ledger().ofPatientFrom(from.facility(), patient, from.intake(), MESSAGES_MAX);
        FoldedResources folded = new FoldedResources();
        Map<Long, Mapper.Meaning> meanings = new TreeMap<>();
        Map<StudyKey, StoredMessage> instances = new LinkedHashMap<>();
        for (StoredMessage message : messages) {
            if (message.received().format().equals(StudyInstance.FORMAT)) {
                String studyUid = message.labels().visit();
                if (studyUid != null) {
                    instances.put(studies.key(message, studyUid), message);
                }
                continue; // an instance is said with its study
            }
            Mapper.Meaning meaning = to.mapper().map(message);
            meanings.put(message.intake(), meaning);
            if (meaning instanceof Mapper.Meaning.Bundle bundle) {
                folded.add(message.intake(), bundle.bundle());
            }
        }
        Map<Long, MappedBundle> bundles = folded.bundles();
        for (StoredMessage message : messages) {
            Step step = settle(from, message, meanings.get(message.intake()), bundles.get(message.intake()));
            if (step instanceof Step.Park) {
                return step;
            }
        }
        for (Map.Entry<StudyKey, StoredMessage> study : instances.entrySet()) {
            Step step = studies.run(study.getValue(), study.getKey(), true);
            if (step instanceof Step.Park) {
                return step;
            }
        }
        return new Step.Done();
    }

    private Step settle(
            StoredMessage from, StoredMessage message, Mapper.@Nullable Meaning meaning, @Nullable MappedBundle rest)
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
            return write(message, Settlement.delivered(0, null, 0, all, List.of(), bundle.mapsVersion()));
        }
        Trouble trouble = troubles.computeIfAbsent(message.intake(), intake -> new Trouble());
        trouble.asked = from.intake();
        try {
            // as a replay: everything is said again
            Courier.Leg leg = courier.deliver(
                    message.as(Kind.REPLAY, to.name()),
                    trouble,
                    rest,
                    bundle.mapsVersion(),
                    all - rest.entries().size());
            if (leg instanceof Courier.Leg.Waits waits) {
                return waits.park();
            }
            Step written = write(
                    message,
                    ((Courier.Leg.Ended) leg)
                            .settlement()
                            .with(Warning.of(bundle.mapped().issues())));
            troubles.remove(message.intake());
            return written;
        } finally {
            trouble.over();
        }
    }

    private Step write(StoredMessage message, Settlement settlement) throws LedgerUnavailable, LedgerRejected {
        to.ledger().settle(message, to.name(), to.primary(), settlement);
        return new Step.Done();
    }
}
