package org.qantara.engine.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.OrderReader;
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
    /** A replay has the number of its message, which may come again itself when the broker forgot that it was done. */
    private record Head(long intake, Kind kind) {
        private static Head of(StoredMessage message) {
            return new Head(message.intake(), message.kind());
        }
    }

    private final Map<Head, Trouble> troubles = new ConcurrentHashMap<>();

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
            return ledgerAway();
        } catch (LedgerRejected e) {
            return notTaken(message, e);
        } finally {
            if (to.primary()) {
                to.ledger().away(message);
            }
        }
    }

    /**
     * Whether a message's row and key may wait until it has ended, which costs one transaction instead of two: live, its lane follows
     * from its content, so that a retransmission can only stand behind it, and nobody else looks for it meanwhile, as results look for
     * their orders and studies for their reports.
     */
    private static boolean mayLook(StoredMessage message) {
        return message.kind() == Kind.MESSAGE
                && !message.bulk()
                && message.meets().isEmpty()
                && message.received().format().equals("hl7v2")
                && message.labels().isOrderedByContent()
                && !message.labels().namesAnOrder()
                && OrderReader.read(message).isEmpty();
    }

    private void noteRow(StoredMessage message) {
        to.ledger().note(message).exceptionally(failure -> {
            LOG.debug("the row of a waiting message could not be noted: {}", failure.toString());
            return null;
        });
    }

    private static Step ledgerAway() {
        return new Step.Park(LEDGER_WAIT_MS, "ledger not available");
    }

    private static Step notTaken(StoredMessage message, LedgerRejected e) {
        // the database's text may quote what it did not take: only its kind is logged
        LOG.error("the ledger does not take message {}; its lane waits: {}", message.intake(), e.kind());
        return new Step.Park(ROW_WAIT_MS, "ledger does not take the row");
    }

    private Step process(StoredMessage message) throws LedgerUnavailable, LedgerRejected {
        Trouble trouble = troubles.computeIfAbsent(Head.of(message), head -> new Trouble());
        if (trouble.ended != null) {
            return settle(message, trouble, trouble.ended);
        }
        if (!trouble.arrived && !trouble.looked) {
            boolean look = mayLook(message);
            Arrival arrival = look
                    ? to.ledger().look(message, to.name(), to.primary())
                    : to.ledger().arrive(message, to.name(), to.primary());
            trouble.looked = look;
            if (arrival instanceof Arrival.Settled) {
                return done(message, trouble);
            }
            if (arrival instanceof Arrival.Duplicate duplicate) {
                return settle(message, trouble, Settlement.duplicate(duplicate.of()));
            }
            trouble.arrived = !look;
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
        return taken(
                message,
                trouble,
                key,
                to.ledger().studies().take(message, key, to.primary(), instance),
                new HashSet<>());
    }

    /** @param said studies of which a version was said since the instance was noted, so that it is in it */
    private Step taken(
            StoredMessage message, Trouble trouble, StudyKey key, StudyLedger.Taken taken, Set<StudyKey> said)
            throws LedgerUnavailable, LedgerRejected {
        if (taken.otherPatient()) {
            Fault fault = new Fault(
                    ErrorCode.MAPPING_REFUSED,
                    "KEY-REUSED",
                    "(0010,0020)",
                    "the study is known under another patient number of this facility; merge the two (ADT^A40) and"
                            + " replay, or mend the number at the modality and send again");
            return settle(message, trouble, Settlement.quarantined(fault, 0, null, null));
        }
        if (taken.version() != null) {
            to.studies().waits(key, message, to.clockMs().getAsLong());
        } else if (!said.contains(key)) {
            Step step = studies.run(message, key, false);
            if (step instanceof Step.Park) {
                return step;
            }
            said.add(key);
        }
        return done(message, trouble);
    }

    /** Instances of studies come by the hundred in one lane: what they say is noted in one commit. */
    @Override
    public boolean joins(StoredMessage message) {
        return message.received().format().equals(StudyInstance.FORMAT)
                && (message.kind() == Kind.MESSAGE || message.kind() == Kind.REPLAY)
                && (message.only() == null || message.only().equals(to.name()))
                && message.meets().isEmpty()
                && !troubles.containsKey(Head.of(message))
                && to.destination().takesBundles()
                && to.destination().takes(message.facility(), message.labels().messageType());
    }

    /** One that joined, what it says, and what the ledger will say of it. */
    private record Noted(StoredMessage message, StudyKey key, StudyLedger.Coming coming) {}

    @Override
    public Ended handle(List<StoredMessage> together) {
        List<Noted> noted = new ArrayList<>();
        for (StoredMessage message : together) {
            if (!(InstanceReader.read(message.received().body()) instanceof InstanceReader.Reading.Usable usable)) {
                break;
            }
            StudyKey key = studies.key(message, usable.instance().studyUid());
            noted.add(new Noted(
                    message, key, to.ledger().studies().arrive(message, key, to.primary(), usable.instance())));
        }
        if (noted.isEmpty()) {
            Step alone = handle(together.get(0));
            return new Ended(alone instanceof Step.Done ? 1 : 0, alone);
        }
        int settled = 0;
        Set<StudyKey> said = new HashSet<>();
        try {
            for (Noted one : noted) {
                one.coming().await(); // a version that is said now is said of all of them
            }
            for (Noted one : noted) {
                if (came(one, said) instanceof Step.Park park) {
                    return new Ended(settled, park);
                }
                settled++;
            }
            return new Ended(settled, new Step.Done());
        } catch (LedgerUnavailable e) {
            return new Ended(settled, ledgerAway());
        } catch (LedgerRejected e) {
            return new Ended(settled, notTaken(noted.get(settled).message(), e));
        }
    }

    private Step came(Noted one, Set<StudyKey> said) throws LedgerUnavailable, LedgerRejected {
        StudyLedger.Came came = one.coming().await();
        Trouble trouble = new Trouble();
        trouble.arrived = true;
        if (came.arrival() instanceof Arrival.Settled) {
            return done(one.message(), trouble);
        }
        if (came.arrival() instanceof Arrival.Duplicate duplicate) {
            return settle(one.message(), trouble, Settlement.duplicate(duplicate.of()));
        }
        return taken(one.message(), trouble, one.key(), came.taken(), said);
    }

    private Step map(StoredMessage message, Trouble trouble) throws LedgerUnavailable, LedgerRejected {
        long began = System.nanoTime();
        Mapper.Meaning meaning = to.mapper().map(message);
        to.signals().timed("mapping", message.facility(), System.nanoTime() - began);
        if (meaning instanceof Mapper.Meaning.Bundle bundle) {
            trouble.warnings = Warning.of(bundle.mapped().issues());
            if (to.primary() && !trouble.sighted) {
                trouble.sighted = true;
                to.ledger().sighted(message, bundle.mapped());
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
            if (trouble.looked) {
                noteRow(message); // it may take long: people should find it
            }
            return waits.park();
        }
        return settle(message, trouble, ((Courier.Leg.Ended) leg).settlement());
    }

    /** What cannot be written now is kept and written at the next turn of the lane. */
    private Step settle(StoredMessage message, Trouble trouble, Settlement settlement)
            throws LedgerUnavailable, LedgerRejected {
        Settlement whole = settlement.with(trouble.warnings);
        trouble.ended = whole;
        if (trouble.looked) {
            to.ledger().arriveAndSettle(message, to.name(), to.primary(), whole);
        } else {
            to.ledger().settle(message, to.name(), to.primary(), whole);
        }
        if (to.primary()) {
            to.signals().counted(settlement.state().word(), message.facility());
            to.signals().settled(message.intake(), settlement.state(), settlement.fault());
        }
        return done(message, trouble);
    }

    private Step done(StoredMessage message, Trouble trouble) {
        trouble.over();
        troubles.remove(Head.of(message));
        barriers.open(message);
        return new Step.Done();
    }
}
