package org.qantara.app.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.qantara.app.node.Node;
import org.qantara.engine.ledger.Account;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/account}: the proof from inside that no accepted message is missing. */
@RestController
class AccountApi {
    private final Node node;

    AccountApi(Node node) {
        this.node = node;
    }

    /**
     * The account as people read it.
     *
     * @param states messages per state; accepted ones are in flight
     * @param missing intake numbers without a row that are not explained: each is a lost message
     */
    record Answer(
            boolean balances,
            long accepted,
            Map<String, Long> states,
            long inFlight,
            long queuedWithoutRow,
            long refused,
            long voidNumbers,
            long underWay,
            List<Long> missing) {
        static Answer of(Account account) {
            Map<String, Long> states = new TreeMap<>();
            account.states().forEach((state, count) -> states.put(state.word(), count));
            return new Answer(
                    account.balances(),
                    account.accepted(),
                    states,
                    account.inFlight(),
                    account.queuedWithoutRow(),
                    account.refused(),
                    account.voids(),
                    account.underWay(),
                    account.lost());
        }
    }

    @GetMapping("/api/account")
    Answer account() throws LedgerUnavailable {
        return Answer.of(Engines.of(node).messages().account());
    }
}
