package org.qantara.engine.order;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.MessageState;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageKey;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.replay.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results that came before their order: quarantined as {@code UNMATCHED}, they go through the maps again when an order names their
 * sample or an admission their stay. Looks when an order has come, and at all that wait every half minute, because result and order may pass each other. A
 * crash loses nothing: the next round looks again. Thread-safe.
 */
public final class LateMatches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LateMatches.class);
    private static final String ACTOR = "engine";
    private static final int WAITING_MAX = 500;
    private static final int TRIED_MAX = 10_000;
    private static final int ROUND_S = 30;
    /** The row of an order is written a moment after the order was stored. */
    private static final int AFTER_ORDER_MS = 1_000;

    private final Orders orders;
    private final Messages messages;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "qantara-late-matches");
        thread.setDaemon(true);
        return thread;
    });
    /** What a round has sent again although it came back: only a new order makes it go once more. */
    private final Set<Long> tried = new LinkedHashSet<>();

    /** Of the given orders and messages. */
    public LateMatches(Orders orders, Messages messages) {
        this.orders = orders;
        this.messages = messages;
    }

    /** Begins its rounds. */
    public void start() {
        rounds.scheduleWithFixedDelay(this::round, ROUND_S, ROUND_S, TimeUnit.SECONDS);
    }

    /** Tells that a message was stored, whose orders will be in the table in a moment. */
    public void noted(StoredMessage message) {
        List<ClinicalOrder> news = OrderReader.read(message).stream()
                .filter(order -> order.patient() != null)
                .toList();
        if (news.isEmpty()) {
            return;
        }
        try {
            rounds.schedule(
                    () -> guarded(() -> {
                        for (ClinicalOrder order : news) {
                            ordered(order);
                        }
                    }),
                    AFTER_ORDER_MS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the engine stops; the next start looks at what waits for orders");
        }
    }

    private void ordered(ClinicalOrder order) throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        LedgerQuery waiting = waiting().withTypeAndFacility(null, order.facility());
        if (order.sample() != null) {
            again(messages.search(waiting.withNumbers(null, null, order.sample())));
            again(messages.search(waiting.withNumbers(null, order.sample(), null)));
        }
        for (String number : new String[] {order.placer(), order.filler(), order.accession()}) {
            if (number != null) {
                again(messages.search(waiting.withNumbers(null, number, null)));
                again(messages.search(waiting.withNumbers(null, null, number)));
            }
        }
    }

    private void again(List<MessageRow> rows) throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        for (MessageRow row : rows) {
            messages.replay(row.intake(), ACTOR, "an order names the patient of its sample");
        }
    }

    private void round() {
        guarded(() -> {
            for (MessageRow row : messages.search(waiting())) {
                if (!tried.contains(row.intake()) && isOrdered(row)) {
                    if (tried.size() >= TRIED_MAX) {
                        tried.clear();
                    }
                    tried.add(row.intake());
                    again(List.of(row));
                }
            }
        });
    }

    private boolean isOrdered(MessageRow row) throws LedgerUnavailable {
        OrderedPatients known = new OrderedPatients(orders, FacilityRoute.of(row.facility()));
        for (MessageKey key : messages.keys(row.intake())) {
            String number = key.kind().equals("visit") ? OrderedPatients.VISIT + key.value() : key.value();
            if (!key.kind().equals("patient") && known.patient(number, null) != null) {
                return true;
            }
        }
        known.check();
        return false;
    }

    private static LedgerQuery waiting() {
        return LedgerQuery.newest(WAITING_MAX)
                .withState(MessageState.QUARANTINED)
                .withError(ErrorCode.UNMATCHED.name(), null);
    }

    private interface Work {
        void run() throws LedgerUnavailable, LedgerRejected, BrokerUnavailable;
    }

    /** One that fails must not end the rounds. */
    private static void guarded(Work work) {
        try {
            work.run();
        } catch (LedgerUnavailable | LedgerRejected | BrokerUnavailable | RuntimeException e) {
            LOG.warn(
                    "results that wait for their order could not be looked at, tried again in {} s: {}",
                    ROUND_S,
                    e.getClass().getName());
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
