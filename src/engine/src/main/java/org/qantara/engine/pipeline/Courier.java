package org.qantara.engine.pipeline;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.MessageState;
import org.qantara.engine.delivery.Answer;
import org.qantara.engine.delivery.Outbound;
import org.qantara.engine.delivery.SendPlan;
import org.qantara.engine.lane.Step;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MappedBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to bring a message to a destination: leaves out what need not be sent, asks the breaker, sends, and makes of the answer
 * either the end of the message or a wait of its lane. Thread-safe.
 */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int CONFLICTS_AT_ONCE = 3;
    private static final long LIVE_WAIT_MS = 1_000;

    private final Towards to;
    /** In the order in which they came. */
    private final Semaphore deliveries;

    Courier(Towards to) {
        this.to = to;
        this.deliveries = new Semaphore(to.settings().workers(), true);
    }

    /** What came of an attempt. */
    sealed interface Leg {
        /** The message has ended so; to be written into the ledger. */
        record Ended(Settlement settlement) implements Leg {}

        /** The lane waits with the message at its head. */
        record Waits(Step.Park park) implements Leg {}
    }

    /**
     * Tries once.
     *
     * @param bundle what the maps made of it; null where bytes are sent as received
     * @param left resources that were left out before, because a newer message of the same set wrote them
     */
    Leg deliver(StoredMessage message, Trouble trouble, @Nullable MappedBundle bundle, @Nullable String maps, int left)
            throws LedgerUnavailable {
        if (bundle == null) {
            return read(message, trouble, send(new Outbound(message, null), trouble), left, null, maps);
        }
        MappedBundle said = bundle;
        if (message.bulk() && message.labels().patient() != null) {
            Set<MessageState> live = to.ledger().liveBefore(message);
            if (live.contains(MessageState.ACCEPTED)) {
                return waits(LIVE_WAIT_MS, "waits for live messages of the patient");
            }
            said = live.isEmpty() ? bundle : InitialLoad.onlyNew(bundle);
        }
        boolean mayRepeat = message.kind() == Kind.MESSAGE && trouble.attempts == 0;
        Leg leg = planned(message, trouble, said, maps, left, mayRepeat);
        // a reference to something that was left out could be why: only the whole message says
        boolean again = mayRepeat
                && leg instanceof Leg.Ended ended
                && ended.settlement().state() == MessageState.QUARANTINED
                && trouble.plan != null
                && !trouble.plan.unchanged().isEmpty();
        return again ? planned(message, trouble, said, maps, left, false) : leg;
    }

    private Leg planned(
            StoredMessage message,
            Trouble trouble,
            MappedBundle bundle,
            @Nullable String maps,
            int left,
            boolean mayRepeat)
            throws LedgerUnavailable {
        SendPlan plan = trouble.begin(to.sent().plan(message, bundle, mayRepeat));
        plan.leave(to.ledger().repeatedBeyond(message, to.name(), plan.toSend()));
        if (plan.toSend().isEmpty()) {
            return new Leg.Ended(
                    Settlement.delivered(trouble.attempts, null, 0, left + plan.older(), plan.unchanged(), maps));
        }
        MappedBundle sent = plan.bundle();
        Answer answer = send(new Outbound(message, sent), trouble);
        if (answer != null) {
            plan.answered(answer);
        }
        if (message.kind() == Kind.REPLAY && answer instanceof Answer.Delivered delivered && delivered.written() > 0) {
            Optional<MappedBundle> provenance = ReplayProvenance.of(
                    message,
                    to.ledger().actions(trouble.asked > 0 ? trouble.asked : message.intake()),
                    sent,
                    delivered.lost(),
                    maps);
            Answer noted = provenance.isEmpty() ? answer : send(new Outbound(message, provenance.get()), trouble);
            answer = noted instanceof Answer.Delivered ? answer : noted;
        }
        return read(message, trouble, answer, left + plan.older(), plan, maps);
    }

    /** Null when the breaker lets nobody through. */
    private @Nullable Answer send(Outbound outbound, Trouble trouble) {
        Answer answer = null;
        for (int conflicts = 0; conflicts <= CONFLICTS_AT_ONCE; conflicts++) {
            deliveries.acquireUninterruptibly();
            try {
                trouble.waitMs = to.breaker().ask();
                if (trouble.waitMs > 0) {
                    return null;
                }
                long began = System.nanoTime();
                answer = to.destination().deliver(outbound);
                to.signals().timed("delivery", to.name(), System.nanoTime() - began);
            } finally {
                deliveries.release();
            }
            trouble.attempts++;
            if (!(answer instanceof Answer.Conflict)) {
                break;
            }
            to.breaker().alive(); // no success: it would count as another's when this message fails again and again
        }
        return answer;
    }

    private Leg read(
            StoredMessage message,
            Trouble trouble,
            @Nullable Answer answer,
            int left,
            @Nullable SendPlan plan,
            @Nullable String maps) {
        if (answer == null) {
            return waits(trouble.waitMs, "destination does not answer");
        }
        if (answer instanceof Answer.Delivered delivered) {
            to.breaker().success();
            return new Leg.Ended(Settlement.delivered(
                    trouble.attempts,
                    delivered.httpStatus(),
                    delivered.written(),
                    delivered.superseded() + left,
                    plan == null ? java.util.List.of() : plan.unchanged(),
                    maps));
        }
        if (answer instanceof Answer.Rejected rejected) {
            to.breaker().success();
            return new Leg.Ended(
                    Settlement.quarantined(rejected.fault(), trouble.attempts, rejected.httpStatus(), maps));
        }
        if (answer instanceof Answer.Unknown unknown) {
            to.breaker().failure(message.lane(), unknown.text());
            Fault fault = Fault.of(ErrorCode.SEND_UNKNOWN, null, unknown.text());
            return new Leg.Ended(Settlement.quarantined(fault, trouble.attempts, null, maps));
        }
        if (answer instanceof Answer.Broken broken) {
            to.breaker().broken(broken.text());
            note(message, trouble, broken.httpStatus(), broken.text());
            return waits(to.settings().probeMs(), "destination is broken");
        }
        if (answer instanceof Answer.Conflict conflict) {
            return again(message, trouble, conflict.httpStatus(), conflict.text(), 0, maps);
        }
        Answer.Retry retry = (Answer.Retry) Objects.requireNonNull(answer);
        to.breaker().failure(message.lane(), retry.text());
        return again(message, trouble, retry.httpStatus(), retry.text(), retry.afterMs(), maps);
    }

    private Leg again(
            StoredMessage message,
            Trouble trouble,
            @Nullable Integer status,
            String text,
            long askedMs,
            @Nullable String maps) {
        long nowMs = to.clockMs().getAsLong();
        trouble.failed(nowMs, to.breaker().successes());
        if (trouble.isPoison(to.settings().poisonFailures(), to.settings().poisonAfterMs(), nowMs)) {
            Fault fault = Fault.of(
                    ErrorCode.POISON,
                    null,
                    "failed " + trouble.failures + " times while other messages succeeded; last: " + text);
            return new Leg.Ended(Settlement.quarantined(fault, trouble.attempts, status, maps));
        }
        note(message, trouble, status, text);
        return waits(to.settings().backOffMs(trouble.failures, askedMs), "delivery is repeated");
    }

    private void note(StoredMessage message, Trouble trouble, @Nullable Integer status, String text) {
        to.ledger()
                .attempted(message, to.name(), trouble.attempts, status, text)
                .exceptionally(failure -> {
                    LOG.debug("an attempt could not be noted: {}", failure.toString());
                    return false;
                });
    }

    private static Leg waits(long waitMs, String reason) {
        return new Leg.Waits(new Step.Park(waitMs, reason));
    }
}
