package org.qantara.engine.pipeline;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.lane.Step;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.ledger.StudyLedger;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.study.LargeDocument;
import org.qantara.engine.study.StudyDocument;
import org.qantara.engine.study.StudyKey;
import org.qantara.mapping.MappedBundle;

/**
 * Says one version of an imaging study: everything its instances have said so far as one data set through the maps, and each encapsulated
 * document that waits through them too, all in one transaction under the number of the study's last message. Then every message that waited is
 * settled. Runs in the patient's lane; repeating it after a crash gives the same.
 */
final class StudyFold {
    private static final String IMAGING_STUDY = "ImagingStudy";

    private final Towards to;
    private final Courier courier;
    private final Map<StudyKey, Trouble> troubles = new ConcurrentHashMap<>();

    StudyFold(Towards to, Courier courier) {
        this.to = to;
        this.courier = courier;
    }

    /** The study at this destination. */
    StudyKey key(StoredMessage message, String studyUid) {
        return new StudyKey(to.name(), message.facility(), studyUid);
    }

    /** A version was asked for: there may be nothing left to say. */
    Step asked(StoredMessage control) throws LedgerUnavailable, LedgerRejected {
        String studyUid = control.labels().visit();
        return studyUid == null ? new Step.Done() : run(control, key(control, studyUid), false);
    }

    /** @param always although nothing waits: the maps may have changed */
    Step run(StoredMessage carrier, StudyKey key, boolean always) throws LedgerUnavailable, LedgerRejected {
        StudyLedger studies = to.ledger().studies();
        List<StudyLedger.Waiting> waiting = studies.waiting(key);
        OffsetDateTime staleAt =
                studies.version(key).map(StudyLedger.Version::staleAt).orElse(null);
        Optional<StudyLedger.Rows> rows = studies.find(key.facility(), key.studyUid());
        if (waiting.isEmpty() && staleAt == null && !always || rows.isEmpty()) {
            to.studies().said(key, carrier, to.clockMs().getAsLong());
            return new Step.Done();
        }
        long last = waiting.isEmpty() ? 0 : waiting.get(waiting.size() - 1).intake();
        long intake = Math.max(last, rows.get().intake());
        byte[] document = StudyDocument.write(
                rows.get().attributes(),
                rows.get().series(),
                carrier.received().route().option("dicomweb"));
        StoredMessage study = carrier.numbered(intake, carrier.storedAtMs(), document);
        Mapper.Meaning meaning = to.mapper().map(study);
        Version version = new Version(key, study, waiting, staleAt);
        if (meaning instanceof Mapper.Meaning.Bundle bundle) {
            Map<Long, Settlement> apart = new LinkedHashMap<>();
            MappedBundle whole = withDocuments(bundle.bundle(), waiting, apart);
            return deliver(version, whole, bundle.mapsVersion(), apart);
        }
        Settlement none = meaning instanceof Mapper.Meaning.Nothing nothing
                ? Settlement.handled(nothing.reason(), nothing.mapsVersion())
                : quarantined((Mapper.Meaning.Impossible) meaning);
        return settle(version, null, none, Map.of());
    }

    /** What is said at once. */
    private record Version(
            StudyKey key, StoredMessage study, List<StudyLedger.Waiting> waiting, @Nullable OffsetDateTime staleAt) {}

    private static Settlement quarantined(Mapper.Meaning.Impossible impossible) {
        return Settlement.quarantined(impossible.fault(), 0, null, impossible.mapsVersion());
    }

    /** The study's resources and those of the documents that wait; a document that cannot be mapped ends apart from the others. */
    private MappedBundle withDocuments(
            MappedBundle study, List<StudyLedger.Waiting> waiting, Map<Long, Settlement> apart)
            throws LedgerUnavailable {
        Map<String, MappedBundle.Entry> entries = new LinkedHashMap<>();
        study.entries().forEach(entry -> entries.put(entry.type() + "/" + entry.id(), entry));
        for (StudyLedger.Waiting one : waiting) {
            Optional<StoredMessage> document = one.document() ? to.ledger().load(one.intake()) : Optional.empty();
            if (document.isPresent()) {
                Mapper.Meaning meaning = to.mapper().map(reachable(document.get()));
                if (meaning instanceof Mapper.Meaning.Bundle bundle) {
                    bundle.bundle()
                            .entries()
                            .forEach(entry -> entries.putIfAbsent(entry.type() + "/" + entry.id(), entry));
                } else if (meaning instanceof Mapper.Meaning.Impossible impossible) {
                    apart.put(one.intake(), quarantined(impossible));
                }
            }
        }
        return new MappedBundle(new ArrayList<>(entries.values()));
    }

    private static StoredMessage reachable(StoredMessage document) {
        byte[] body = document.received().body();
        byte[] reachable =
                LargeDocument.reachable(body, document.received().route().option("dicomweb"));
        return reachable == body ? document : document.numbered(document.intake(), document.storedAtMs(), reachable);
    }

    private Step deliver(Version version, MappedBundle bundle, @Nullable String maps, Map<Long, Settlement> apart)
            throws LedgerUnavailable, LedgerRejected {
        Trouble trouble = troubles.computeIfAbsent(version.key(), key -> new Trouble());
        try {
            Courier.Leg leg = courier.deliver(version.study(), trouble, bundle, maps, 0);
            if (leg instanceof Courier.Leg.Waits waits) {
                return waits.park();
            }
            Settlement settlement = ((Courier.Leg.Ended) leg).settlement();
            String resource = settlement.fault() != null
                    ? null
                    : bundle.entries().stream()
                            .filter(entry -> entry.type().equals(IMAGING_STUDY))
                            .map(entry -> entry.type() + "/" + entry.id())
                            .findFirst()
                            .orElse(null);
            Step done = settle(version, resource, settlement, apart);
            troubles.remove(version.key());
            return done;
        } finally {
            trouble.over();
        }
    }

    private Step settle(Version version, @Nullable String resource, Settlement settlement, Map<Long, Settlement> apart)
            throws LedgerUnavailable, LedgerRejected {
        List<StudyLedger.Ended> ended = new ArrayList<>();
        StoredMessage study = version.study();
        for (StudyLedger.Waiting one : version.waiting()) {
            ended.add(new StudyLedger.Ended(
                    study.numbered(one.intake(), one.storedAtMs(), new byte[0]),
                    apart.getOrDefault(one.intake(), settlement)));
        }
        to.ledger().studies().settle(version.key(), to.primary(), study.intake(), resource, version.staleAt(), ended);
        to.studies().said(version.key(), study, to.clockMs().getAsLong());
        if (to.primary()) {
            for (StudyLedger.Ended one : ended) {
                to.signals().counted(one.settlement().state().word(), study.facility());
                to.signals()
                        .settled(
                                one.message().intake(),
                                one.settlement().state(),
                                one.settlement().fault());
            }
        }
        return new Step.Done();
    }
}
