package org.qantara.engine.order;

import java.util.List;
import org.qantara.engine.ledger.Ledger;
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
}
