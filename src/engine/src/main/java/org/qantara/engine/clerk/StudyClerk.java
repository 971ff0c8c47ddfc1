package org.qantara.engine.clerk;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.MessageState;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.ledger.StudyLedger;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.order.ClinicalOrder;
import org.qantara.engine.order.OrderQuery;
import org.qantara.engine.order.Orders;
import org.qantara.engine.replay.Messages;
import org.qantara.engine.study.StudyKey;
import org.qantara.engine.study.StudyPace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the next version of a study, in its patient's lane: when it is due, when an order or a rejection came that changes it, and when a
 * message has waited too long (another node took it, or the broker was away). Sends reports again that came before their study, so that
 * they name it. Everything it works from is in the ledger: a crash delays, and loses nothing.
 */
public final class StudyClerk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StudyClerk.class);
    private static final String ACTOR = "engine";
    private static final int TICK_MS = 250;
    private static final int LEDGER_TICKS = 8;
    private static final int FORGOTTEN_TICKS = 120;
    private static final int FORGOTTEN_AFTER_S = 120;
    private static final int PAGE = 100;
    private static final int ASKED_MAX = 10_000;
    private static final long ASK_AGAIN_MS = 60_000;

    private final StudyPace pace;
    private final Ledger ledger;
    private final Inbox inbox;
    private final Messages messages;
    private final Orders orders;
    /** When a version was asked for, and because of what. */
    private record Asked(long atMs, @Nullable OffsetDateTime staleAt) {}

    private final Map<StudyKey, Asked> asked = new HashMap<>();
    private long ticks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "qantara-studies");
        thread.setDaemon(true);
        return thread;
    });

    /** Of the given parts. */
    public StudyClerk(StudyPace pace, Ledger ledger, Inbox inbox, Messages messages, Orders orders) {
        this.pace = pace;
        this.ledger = ledger;
        this.inbox = inbox;
        this.messages = messages;
        this.orders = orders;
    }

    /** Begins its rounds. */
    public void start() {
        timer.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        ticks++;
        try {
            for (StudyPace.Due due : pace.due(System.currentTimeMillis())) {
                ask(due.key(), due.message());
            }
            if (ticks % LEDGER_TICKS == 0) {
                stale();
                join();
            }
            if (ticks % FORGOTTEN_TICKS == 0) {
                forgotten();
            }
        } catch (LedgerUnavailable | LedgerRejected | BrokerUnavailable | RuntimeException e) {
            LOG.debug("studies are looked at again in a moment: {}", e.toString());
        }
    }

    private void ask(StudyKey key, StoredMessage message) throws BrokerUnavailable {
        try {
            inbox.again(message.as(Kind.STUDY, key.destination()));
        } catch (BrokerUnavailable e) {
            pace.again(key);
            throw e;
        }
    }

    /** Once in a while: what was asked for may lie behind a destination that is down. */
    private void askByLedger(StudyKey key, @Nullable OffsetDateTime staleAt)
            throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        long now = System.currentTimeMillis();
        Asked before = asked.get(key);
        if (before != null && Objects.equals(before.staleAt, staleAt) && now - before.atMs < ASK_AGAIN_MS) {
            return;
        }
        Optional<StoredMessage> last = ledger.load(ledger.studies().last(key.facility(), key.studyUid()));
        if (last.isEmpty()) {
            ledger.studies().leave(key); // older than the ledger keeps its messages
            return;
        }
        if (asked.size() >= ASKED_MAX) {
            asked.clear();
        }
        asked.put(key, new Asked(now, staleAt));
        ask(key, last.get());
    }

    /** An order on its way is waited for, so that what the study refers to is there. */
    private void stale() throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        for (StudyLedger.Stale stale : ledger.studies().stale(PAGE)) {
            if (!pace.isWaiting(stale.key()) && !isOnItsWay(stale.key().facility(), stale.accession())) {
                askByLedger(stale.key(), stale.staleAt());
            }
        }
    }

    private boolean isOnItsWay(String facility, @Nullable String accession) throws LedgerUnavailable {
        if (accession == null) {
            return false;
        }
        for (ClinicalOrder order : orders.find(OrderQuery.ofAccession(facility, accession))) {
            if (isAccepted(order.orderIntake()) || isAccepted(order.reportIntake())) {
                return true;
            }
        }
        return false;
    }

    private boolean isAccepted(long intake) throws LedgerUnavailable {
        return intake > 0
                && ledger.find(intake)
                        .filter(row -> row.state() == MessageState.ACCEPTED)
                        .isPresent();
    }

    private void forgotten() throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        OffsetDateTime before = OffsetDateTime.now().minusSeconds(FORGOTTEN_AFTER_S);
        for (StudyKey key : ledger.studies().waitingSince(before, PAGE)) {
            if (!pace.isWaiting(key)) {
                askByLedger(key, null);
            }
        }
    }

    /** Reports name their study by its accession number; one that is on its way is looked at again in the next round. */
    private void join() throws LedgerUnavailable, LedgerRejected, BrokerUnavailable {
        for (StudyLedger.Unjoined study : ledger.studies().unjoined(EngineSettings.DPP, PAGE)) {
            String accession = study.accession();
            List<MessageRow> reports =
                    accession == null ? List.of() : reports(study.key().facility(), accession);
            if (reports.stream().anyMatch(row -> row.state() == MessageState.ACCEPTED)) {
                continue;
            }
            for (MessageRow row : reports) {
                messages.replay(row.intake(), ACTOR, "the study it reports on has come");
            }
            ledger.studies().joined(study.key());
        }
    }

    private List<MessageRow> reports(String facility, String accession) throws LedgerUnavailable {
        LedgerQuery ofFacility = LedgerQuery.newest(PAGE).withTypeAndFacility(null, facility);
        return messages.search(ofFacility.withNumbers(null, accession, null)).stream()
                .filter(row -> row.messageType() != null
                        && (row.messageType().startsWith("ORU^")
                                || row.messageType().startsWith("MDM^")))
                .filter(row -> row.state() == MessageState.ACCEPTED || row.state() == MessageState.DELIVERED)
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
