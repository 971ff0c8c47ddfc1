package org.qantara.connectors.lab.astm.link;

import static org.qantara.connectors.lab.astm.link.LinkAction.*;
import static org.qantara.connectors.lab.astm.link.LinkEvent.*;
import static org.qantara.connectors.lab.astm.link.LinkState.*;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The data link of LIS01-A2 section 6 as a table: state and event give the next state and the actions, in order. A pair
 * without a row is ignored: the state stays, nothing is sent, and the timer of the state goes on running. This side is
 * the computer system of the standard: in contention the instrument has priority (6.2). Immutable.
 */
public final class LinkTable {
    /** Where an event leads. */
    public record Transition(LinkState next, List<LinkAction> actions) {}

    private static final Map<LinkState, Map<LinkEvent, Transition>> ROWS = new EnumMap<>(LinkState.class);

    static {
        // 6.2 establishment phase
        row(NEUTRAL, WISH, BIDDING, SEND_ENQ);
        row(BIDDING, ACK, SENDING, FIRST_FRAME);
        row(BIDDING, NAK, HOLDING);
        row(BIDDING, TIMER, HOLDING, SEND_EOT);
        // 6.2 contention: the computer system stops bidding and answers only the next ENQ
        row(BIDDING, ENQ, YIELDED);
        row(BIDDING, ENQ_BUSY, YIELDED);
        row(YIELDED, TIMER, NEUTRAL);
        // whoever does not send may be asked to receive
        for (LinkState idle : List.of(NEUTRAL, YIELDED, HOLDING, INTERRUPTED)) {
            row(idle, ENQ, RECEIVING, OPEN, SEND_ACK);
            row(idle, ENQ_BUSY, idle, SEND_NAK);
        }
        for (LinkState waiting : List.of(HOLDING, INTERRUPTED)) {
            row(waiting, TIMER, BIDDING, SEND_ENQ);
            row(waiting, TIMER_LAST, NEUTRAL, ABANDON);
        }

        // 6.3 transfer phase, sender; 6.4 termination; 6.5.1.2 six attempts; 6.5.2 no answer
        row(SENDING, ACK, SENDING, NEXT_FRAME);
        row(SENDING, ACK_LAST, NEUTRAL, SEND_EOT, SENT);
        row(SENDING, NAK, SENDING, SAME_FRAME);
        row(SENDING, NAK_LAST, NEUTRAL, SEND_EOT, ABANDON);
        row(SENDING, EOT, INTERRUPTED, SEND_EOT);
        row(SENDING, EOT_LAST, NEUTRAL, SEND_EOT, SENT);
        row(SENDING, TIMER, HOLDING, SEND_EOT);

        // 6.3 transfer phase, receiver; 6.5.1.1 defective frames; 6.5.2 thirty seconds without a frame
        row(RECEIVING, FRAME, RECEIVING, KEEP, SEND_ACK);
        row(RECEIVING, FRAME_AGAIN, RECEIVING, SEND_ACK);
        row(RECEIVING, FRAME_BAD, RECEIVING, SEND_NAK);
        row(RECEIVING, FRAME_LAST, STORING, STORE);
        row(RECEIVING, EOT, NEUTRAL, CLOSE);
        row(RECEIVING, TIMER, NEUTRAL, CLOSE);
        // a sender that begins anew has forgotten the old session
        row(RECEIVING, ENQ, RECEIVING, CLOSE, OPEN, SEND_ACK);
        row(RECEIVING, ENQ_BUSY, NEUTRAL, CLOSE, SEND_NAK);

        // the acknowledgement of a message's last frame stands for a stored message, never for a received one
        row(STORING, STORED, RECEIVING, KEEP, SEND_ACK);
        row(STORING, NOT_STORED, RECEIVING, TAKE_BACK, SEND_NAK);
        row(STORING, TIMER, RECEIVING, TAKE_BACK, SEND_NAK);
        row(STORING, EOT, NEUTRAL, DROP);
        row(STORING, ENQ, RECEIVING, DROP, OPEN, SEND_ACK);
        row(STORING, ENQ_BUSY, NEUTRAL, DROP, SEND_NAK);

        row(NEUTRAL, LOST, NEUTRAL);
        row(YIELDED, LOST, NEUTRAL);
        row(BIDDING, LOST, NEUTRAL);
        row(HOLDING, LOST, NEUTRAL);
        row(INTERRUPTED, LOST, NEUTRAL);
        row(SENDING, LOST, NEUTRAL);
        row(RECEIVING, LOST, NEUTRAL, CLOSE);
        row(STORING, LOST, NEUTRAL, DROP);
    }

    private LinkTable() {}

    /** The transition for this pair; a pair that the standard ignores answers the same state, no actions. */
    public static Transition of(LinkState state, LinkEvent event) {
        Transition row = rows(state).get(event);
        return row != null ? row : new Transition(state, List.of());
    }

    /** Whether the pair is ignored: no action, and the running timer is not restarted. */
    public static boolean ignores(LinkState state, LinkEvent event) {
        return !rows(state).containsKey(event);
    }

    private static void row(LinkState state, LinkEvent event, LinkState next, LinkAction... actions) {
        Transition old = rows(state).put(event, new Transition(next, List.of(actions)));
        if (old != null) throw new IllegalStateException("two rows for " + state + " and " + event);
    }

    private static Map<LinkEvent, Transition> rows(LinkState state) {
        return ROWS.computeIfAbsent(state, s -> new EnumMap<>(LinkEvent.class));
    }
}
