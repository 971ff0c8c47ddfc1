package org.qantara.engine.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.lane.LaneHandler;
import org.qantara.engine.lane.Step;
import org.qantara.engine.ledger.Arrival;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.ledger.StudyLedger;
import org.qantara.engine.ledger.Warning;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.study.InstanceReader;
import org.qantara.engine.study.StudyInstance;
import org.qantara.engine.study.StudyKey;
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

    private final Towards to;
    private final Barriers barriers;
    private final Courier courier;
    private final Fold fold;
    private final StudyFold studies;
    private final Map<Long, Trouble> troubles = new ConcurrentHashMap<>();

    /** @param release runs a parked lane of this destination */
    public Pipeline(Towards to, IntConsumer release) {
        this.to = to;
        this.barriers = new Barriers(to.ledger(), to.name(), release);
        this.courier = new Courier(to);
        this.studies = new StudyFold(to, courier);
        this.fold = new Fold(to, courier, studies);
    }

    @Override
    public Step handle(StoredMessage message) {
        if (message.only() != null && !message.only().equals(to.name())) {
            return new Step.Done(); // of a queue that was made before queues filtered what is for others
        }
        try {
            return switch (message.kind()) {
                case TOKEN -> barriers.token(message);
                case MESSAGE, REPLAY -> process(message);
                case FOLD -> to.destination().takesBundles() ? fold.run(message) : new Step.Done();
                case STUDY -> to.destination().takesBundles() ? studies.asked(message) : new Step.Done();
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
            return settle(message, trouble, trouble.ended);
        }
        if (!trouble.arrived) {
            Arrival arrival = to.ledger().arrive(message, to.name(), to.primary());
            if (arrival instanceof Arrival.Settled) {
                return done(message, trouble);
            }
            if (arrival instanceof Arrival.Duplicate duplicate) {
                return settle(message, trouble, Settlement.duplicate(duplicate.of()));
            }
            trouble.arrived = true;
        }
        if (!barriers.allHere(message)) {
            return Barriers.park();
        }
        if (!to.destination().takes(message.facility(), message.labels().messageType())) {
            Fault why = Fault.of(ErrorCode.NO_ENTRY, null, "this destination does not take such messages");
            return settle(message, trouble, Settlement.handled(why, null));
        }
        if (!to.destination().takesBundles()) {
            return deliver(message, trouble, null, null);
        }
        return message.received().format().equals(StudyInstance.FORMAT)
                ? instance(message, trouble)
                : map(message, trouble);
    }

    /** Notes an instance in its study. Its message stays accepted until a version of the study is delivered that has it. */
    private Step instance(StoredMessage message, Trouble trouble) throws LedgerUnavailable, LedgerRejected {
        InstanceReader.Reading reading = InstanceReader.read(message.received().body());
        if (reading instanceof InstanceReader.Reading.Unusable unusable) {
            return settle(message, trouble, Settlement.quarantined(unusable.fault(), 0, null, null));
        }
        StudyInstance instance = ((InstanceReader.Reading.Usable) reading).instance();
        StudyKey key = studies.key(message, instance.studyUid());
        StudyLedger.Taken taken = to.ledger().studies().take(message, key, to.primary(), instance);
        if (taken.otherPatient()) {
            Fault fault = new Fault(
                    ErrorCode.MAPPING_REFUSED,
                    "KEY-REUSED",
                    "(0010,0020)",
                    "the study is known under another patient number of this facility; merge the two (ADT^A40) and"
                            + " replay, or mend the number at the modality and send again");
            return settle(message, trouble, Settlement.quarantined(fault, 0, null, null));
        }
        if (taken.version() == null) {
            Step step = studies.run(message, key, false);
            return step instanceof Step.Park ? step : done(message, trouble);
        }
        to.studies().waits(key, message, to.clockMs().getAsLong());
        return done(message, trouble);
    }

    private Step map(StoredMessage message, Trouble trouble) throws LedgerUnavailable, LedgerRejected {
        long began = System.nanoTime();
        Mapper.Meaning meaning = to.mapper().map(message);
        to.signals().timed("mapping", message.facility(), System.nanoTime() - began);
        if (meaning instanceof Mapper.Meaning.Bundle bundle) {
            trouble.warnings = Warning.of(bundle.mapped().issues());
            if (to.primary() && !trouble.sighted) {
                trouble.sighted = true;
                to.ledger().sightings().note(message, bundle.mapped());
            }
            return deliver(message, trouble, bundle.bundle(), bundle.mapsVersion());
        }
        if (meaning instanceof Mapper.Meaning.Nothing nothing) {
            return settle(message, trouble, Settlement.handled(nothing.reason(), nothing.mapsVersion()));
        }
        Mapper.Meaning.Impossible impossible = (Mapper.Meaning.Impossible) meaning;
        return settle(message, trouble, Settlement.quarantined(impossible.fault(), 0, null, impossible.mapsVersion()));
    }

    private Step deliver(StoredMessage message, Trouble trouble, @Nullable MappedBundle bundle, @Nullable String maps)
            throws LedgerUnavailable, LedgerRejected {
        Courier.Leg leg;
        try {
            leg = courier.deliver(message, trouble, bundle, maps, 0);
        } catch (LedgerUnavailable e) {
            trouble.over();
            throw e;
        }
        if (leg instanceof Courier.Leg.Waits waits) {
            trouble.over();
            return waits.park();
        }
        return settle(message, trouble, ((Courier.Leg.Ended) leg).settlement());
    }

    /** What cannot be written now is kept and written at the next turn of the lane. */
    private Step settle(StoredMessage message, Trouble trouble, Settlement settlement)
            throws LedgerUnavailable, LedgerRejected {
        Settlement whole = settlement.with(trouble.warnings);
        trouble.ended = whole;
        to.ledger().settle(message, to.name(), to.primary(), whole);
        if (to.primary()) {
            to.signals().counted(settlement.state().word(), message.facility());
            to.signals().settled(message.intake(), settlement.state(), settlement.fault());
        }
        return done(message, trouble);
    }

    private Step done(StoredMessage message, Trouble trouble) {
        trouble.over();
        troubles.remove(message.intake());
        barriers.open(message);
        return new Step.Done();
    }
}
