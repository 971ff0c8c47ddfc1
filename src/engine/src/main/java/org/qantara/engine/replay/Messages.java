package org.qantara.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.MessageState;
import org.qantara.engine.Signals;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.inbox.QueueBrowse;
import org.qantara.engine.ledger.Account;
import org.qantara.engine.ledger.ActionRow;
import org.qantara.engine.ledger.DeliveryRow;
import org.qantara.engine.ledger.ErrorGroup;
import org.qantara.engine.ledger.FacilityGlance;
import org.qantara.engine.ledger.FacilityState;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageKey;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.ledger.Warning;
import org.qantara.engine.ledger.WarningRow;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.OrderedPatients;
import org.qantara.engine.order.Orders;
import org.qantara.mapping.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's side of the ledger. Thread-safe. Every act is written down with name and reason. */
public final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final int LOOKS = 3;
    private static final long LOOK_AGAIN_MS = 1_000;

    private final Ledger ledger;
    private final Inbox inbox;
    private final QueueBrowse queues;
    private final Signals signals;

    /** @param inbox through which a replay gets into its lane */
    public Messages(Ledger ledger, Inbox inbox, QueueBrowse queues, Signals signals) {
        this.signals = signals;
        this.ledger = ledger;
        this.inbox = inbox;
        this.queues = queues;
    }

    /** Messages that answer a query, newest first, without patient data. */
    public List<MessageRow> search(LedgerQuery query) throws LedgerUnavailable {
        return ledger.search(query);
    }

    /** One message, without patient data. */
    public Optional<MessageRow> find(long intake) throws LedgerUnavailable {
        return ledger.find(intake);
    }

    /** Its bytes exactly as received: patient data. */
    public Optional<byte[]> body(long intake) throws LedgerUnavailable {
        return ledger.body(intake);
    }

    /** The facility's route as it was when the message came. */
    public Optional<FacilityRoute> route(long intake) throws LedgerUnavailable {
        return ledger.load(intake).map(message -> message.received().route());
    }

    /** The numbers it is found by: patient data. */
    public List<MessageKey> keys(long intake) throws LedgerUnavailable {
        return ledger.keys(intake);
    }

    /**
     * Puts a message into its lane again, with its own number: what newer messages wrote stays.
     *
     * @return false when there is no such message, or it is on its way already, or was refused
     */
    public boolean replay(long intake, String actor, String reason)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        return replay(intake, EngineSettings.DPP, actor, reason);
    }

    /** The same for one destination, the DPP or another. */
    public boolean replay(long intake, String destination, String actor, String reason)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        Optional<StoredMessage> message = ledger.load(intake);
        Optional<MessageRow> row = ledger.find(intake);
        if (message.isEmpty() || row.isEmpty()) {
            return false;
        }
        MessageState state = row.get().state();
        if (state == MessageState.ACCEPTED || state == MessageState.REFUSED) {
            return false;
        }
        ledger.act(intake, "replay", actor, reason);
        inbox.again(message.get().as(Kind.REPLAY, destination));
        return true;
    }

    /**
     * What became of a selection, one page of it.
     *
     * @param done numbers that the act was done to
     * @param left messages that it could not be done to: on their way, refused, or not in quarantine
     * @param last the greatest number that was looked at: the next page is after it; null when there was none
     */
    public record Selected(List<Long> done, int left, @Nullable Long last) {
        /** Freezes the list. */
        public Selected {
            done = List.copyOf(done);
        }
    }

    /** What is done to each message of a selection. */
    private interface Act {
        boolean on(long intake) throws LedgerUnavailable, LedgerRejected, BrokerUnavailable;
    }

    /**
     * Puts the messages that answer the query into their lanes again, oldest first: after a fix, all with the same error.
     *
     * @param query begun with {@link LedgerQuery#withAfter}, so that pages follow each other in the order of numbers
     */
    public Selected replayAll(LedgerQuery query, String actor, String reason)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        return each(query, intake -> replay(intake, actor, reason));
    }

    /** Gives the quarantined messages up that answer the query, oldest first. */
    public Selected discardAll(LedgerQuery query, String actor, String reason)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        return each(query, intake -> discard(intake, actor, reason));
    }

    private Selected each(LedgerQuery query, Act act) throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        List<Long> numbers =
                ledger.search(query).stream().map(MessageRow::intake).sorted().toList();
        List<Long> done = new ArrayList<>();
        for (long intake : numbers) {
            if (act.on(intake)) {
                done.add(intake);
            }
        }
        return new Selected(
                done, numbers.size() - done.size(), numbers.isEmpty() ? null : numbers.get(numbers.size() - 1));
    }

    /** What new maps would change in the messages that answer the query; nothing is sent and nothing is written. */
    public MapDiff.Report whatWouldChange(LedgerQuery query, Mappings today, Mappings proposed)
            throws LedgerUnavailable {
        MapDiff diff = new MapDiff(today, proposed);
        for (MessageRow row : ledger.search(query)) {
            Optional<StoredMessage> message = ledger.load(row.intake());
            if (message.isPresent() && row.state() != MessageState.REFUSED) {
                Received received = message.get().received();
                diff.add(row.intake(), received, new OrderedPatients(new Orders(ledger), received.route()));
            }
        }
        return diff.report();
    }

    /** Quarantined messages by error, the most frequent first: one line per distinct error. */
    public List<ErrorGroup> errors() throws LedgerUnavailable {
        return ledger.errors();
    }

    /** What was delivered with a warning, by facility, kind and place, the most frequent first. */
    public List<WarningRow> warnings(int limit) throws LedgerUnavailable {
        return ledger.sightings().warnings(limit);
    }

    /** What of a delivered message the maps could not say. */
    public List<Warning> warnings(long intake) throws LedgerUnavailable {
        return ledger.sightings().of(intake);
    }

    /** Every facility with its counts, last message and oldest message on its way. */
    public List<FacilityState> facilities() throws LedgerUnavailable {
        return ledger.facilities();
    }

    /** Every facility at a glance: cheap however many messages there are. */
    public List<FacilityGlance> glance() throws LedgerUnavailable {
        return ledger.glance();
    }

    /** What was tried at each destination. */
    public List<DeliveryRow> deliveries(long intake) throws LedgerUnavailable {
        return ledger.deliveries(intake);
    }

    /** What people did to a message. */
    public List<ActionRow> actions(long intake) throws LedgerUnavailable {
        return ledger.actions(intake);
    }

    /**
     * Applies a patient's messages again from the given one on, in order, as one: what they wrote under the old maps is replaced,
     * what other messages wrote later stays. Runs in the patient's lane.
     *
     * @return false when there is no such message or it names no patient
     */
    public boolean replayFrom(long intake, String actor, String reason)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        Optional<StoredMessage> message = ledger.load(intake);
        if (message.isEmpty() || message.get().labels().patient() == null) {
            return false;
        }
        ledger.act(intake, "replay-from", actor, reason);
        inbox.again(message.get().as(Kind.FOLD, EngineSettings.DPP));
        return true;
    }

    /** The proof that no message is missing. Looks into the broker's queues only when a row is missing, and writes those rows. */
    public Account account() throws LedgerUnavailable {
        Account account = sum();
        for (int again = 0; again < LOOKS && !account.lost().isEmpty(); again++) {
            // the head of a lane is in nobody's sight until its row is written: look again before saying "lost"
            try {
                Thread.sleep(LOOK_AGAIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return account;
            }
            account = sum();
        }
        return account;
    }

    private Account sum() throws LedgerUnavailable {
        return ledger.account(() -> {
            try {
                return queues.numbers(EngineSettings.DPP, this::noteIfMessage);
            } catch (BrokerUnavailable e) {
                LOG.warn("the account is made without the broker: {}", e.getMessage());
                return Set.of();
            }
        });
    }

    private void noteIfMessage(StoredMessage message) {
        if (message.kind() == Kind.MESSAGE) {
            ledger.note(message).exceptionally(failure -> {
                LOG.debug("row {} is left to its lane", message.intake());
                return null;
            });
        }
    }

    /**
     * Says whose the samples and orders are that a result names, and sends it through the maps again, with all others of them that
     * wait for their patient.
     *
     * @param patient local patient number of the facility
     * @return the numbers that were sent; empty when the message is not {@code UNMATCHED} or names no sample or order
     */
    public List<Long> match(long intake, String patient, String actor, String reason)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        Optional<MessageRow> row = ledger.find(intake);
        if (row.isEmpty()
                || row.get().state() != MessageState.QUARANTINED
                || !ErrorCode.UNMATCHED.name().equals(row.get().errorCode())) {
            return List.of();
        }
        Orders orders = new Orders(ledger);
        List<Long> sent = new ArrayList<>();
        for (MessageKey key : ledger.keys(intake)) {
            if (!Set.of("sample", "placer", "filler").contains(key.kind())) {
                continue;
            }
            orders.belongs(row.get().facility(), key.value(), patient);
            LedgerQuery waiting = LedgerQuery.newest(500)
                    .withTypeAndFacility(null, row.get().facility())
                    .withState(MessageState.QUARANTINED)
                    .withError(ErrorCode.UNMATCHED.name(), null);
            boolean sample = key.kind().equals("sample");
            sent.addAll(replayAll(
                            waiting.withAfter(0L)
                                    .withNumbers(null, sample ? null : key.value(), sample ? key.value() : null),
                            actor,
                            reason)
                    .done());
        }
        return sent;
    }

    /**
     * Gives a quarantined message up.
     *
     * @return false when it is not in quarantine
     */
    public boolean discard(long intake, String actor, String reason) throws LedgerUnavailable, LedgerRejected {
        Optional<MessageRow> row = ledger.find(intake);
        boolean done = ledger.discard(intake, actor, reason);
        if (done) {
            signals.counted(
                    MessageState.DISCARDED.word(), row.map(MessageRow::facility).orElse("unknown"));
        }
        return done;
    }
}
