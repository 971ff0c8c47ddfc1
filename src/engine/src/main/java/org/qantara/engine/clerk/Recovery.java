package org.qantara.engine.clerk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.inbox.QueueBrowse;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At start, before the lanes run: what the ledger calls accepted and the broker does not have is put into its lane again, in
 * order. That is the case after a restore, or when a journal was lost. Doing it twice is harmless: the second finds it settled.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int PAGE = 500;

    private final Ledger ledger;
    private final QueueBrowse queues;
    private final Inbox inbox;

    /** Of the given parts. */
    public Recovery(Ledger ledger, QueueBrowse queues, Inbox inbox) {
        this.ledger = ledger;
        this.queues = queues;
        this.inbox = inbox;
    }

    /** A page of messages after a number. */
    private interface Pages {
        List<StoredMessage> after(long number) throws LedgerUnavailable;
    }

    /** Never fails: without ledger or broker there is nothing to compare, and the lanes do their work as ever. */
    public void run(List<String> destinations) {
        try {
            for (String destination : destinations) {
                boolean primary = destination.equals(EngineSettings.DPP);
                Pages pages = primary
                        ? number -> ledger.accepted(number, PAGE)
                        : number -> ledger.pendingAt(destination, number, PAGE);
                long sent = run(destination, pages);
                if (sent > 0) {
                    LOG.warn(
                            "{} messages for {} were not in the broker and were put into their lanes again",
                            sent,
                            destination);
                }
            }
        } catch (LedgerUnavailable | BrokerUnavailable e) {
            LOG.warn("ledger and broker were not compared at start: {}", e.getMessage());
        }
    }

    private long run(String destination, Pages pages) throws LedgerUnavailable, BrokerUnavailable {
        List<StoredMessage> page = pages.after(0);
        if (page.isEmpty()) {
            return 0;
        }
        Set<Long> queued = new HashSet<>(queues.numbers(destination, message -> {}));
        long sent = 0;
        while (!page.isEmpty()) {
            for (StoredMessage message : page) {
                if (!queued.contains(message.intake())) {
                    inbox.again(message.onlyFor(destination));
                    sent++;
                }
            }
            page = pages.after(page.get(page.size() - 1).intake());
        }
        return sent;
    }
}
