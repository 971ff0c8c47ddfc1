package org.qantara.engine.replay;

import java.util.List;
import java.util.Optional;
import org.qantara.engine.MessageState;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.inbox.Inbox;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerQuery;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageKey;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;

/** The operator's side of the ledger. Thread-safe. Every act is written down with name and reason. */
public final class Messages {
    private final Ledger ledger;
    private final Inbox inbox;

    /** @param inbox through which a replay gets into its lane */
    public Messages(Ledger ledger, Inbox inbox) {
        this.ledger = ledger;
        this.inbox = inbox;
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
        inbox.again(message.get().as(Kind.REPLAY));
        return true;
    }

    /**
     * Gives a quarantined message up.
     *
     * @return false when it is not in quarantine
     */
    public boolean discard(long intake, String actor, String reason) throws LedgerUnavailable, LedgerRejected {
        return ledger.discard(intake, actor, reason);
    }
}
