package org.qantara.engine.order;

import java.util.List;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.ledger.LedgerRejected;
import org.qantara.engine.ledger.LedgerUnavailable;

/** What worklists and host queries ask. Patient data. Thread-safe; works while the DPP is down. */
public final class Orders {
    private final Ledger ledger;

    /** Of the given ledger. */
    public Orders(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The orders that answer a query, by scheduled time. */
    public List<ClinicalOrder> find(OrderQuery query) throws LedgerUnavailable {
        return ledger.orders(query);
    }

    /** Notes whose a sample or order is because a person said so; results of it that nobody could be found for are matched by it. */
    public void belongs(String facility, String number, String patient) throws LedgerUnavailable, LedgerRejected {
        ledger.order(new ClinicalOrder(
                facility, number, "", null, null, null, number, patient, null, null, null, null, null, null, null, null,
                null, null, null, "matched", 0, 0, 0));
    }
}
