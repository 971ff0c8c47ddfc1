package org.qantara.engine.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.Fault;

/**
 * How a message ended at one destination.
 *
 * @param state delivered, superseded, quarantined, duplicate or handled
 * @param duplicateOf the number that came first, for duplicates
 * @param attempts how often it was sent
 * @param httpStatus the destination's last answer
 * @param written resources that were written
 * @param superseded resources that a newer message had written
 * @param unchanged resources that were not sent because the destination held them so, {@code Patient/<id>}
 * @param mapsVersion which maps made it
 * @param warnings what the maps could not say of it
 */
public record Settlement(
        MessageState state,
        @Nullable Fault fault,
        @Nullable Long duplicateOf,
        int attempts,
        @Nullable Integer httpStatus,
        int written,
        int superseded,
        List<String> unchanged,
        @Nullable String mapsVersion,
        List<Warning> warnings) {
    /** Freezes the lists. */
    public Settlement {
        unchanged = List.copyOf(unchanged);
        warnings = List.copyOf(warnings);
    }

    /** The same with what the maps could not say. */
    public Settlement with(List<Warning> found) {
        return new Settlement(
                state, fault, duplicateOf, attempts, httpStatus, written, superseded, unchanged, mapsVersion, found);
    }

    /** A retransmission. */
    public static Settlement duplicate(long of) {
        return new Settlement(MessageState.DUPLICATE, null, of, 0, null, 0, 0, List.of(), null, List.of());
    }

    /** Not applied, for a reason that a person can mend. */
    public static Settlement quarantined(
            Fault fault, int attempts, @Nullable Integer httpStatus, @Nullable String maps) {
        return new Settlement(
                MessageState.QUARANTINED, fault, null, attempts, httpStatus, 0, 0, List.of(), maps, List.of());
    }

    /** Needs no entry in the record. */
    public static Settlement handled(Fault reason, @Nullable String maps) {
        return new Settlement(MessageState.HANDLED, reason, null, 0, null, 0, 0, List.of(), maps, List.of());
    }

    /** Applied; superseded altogether when every write had lost. */
    public static Settlement delivered(
            int attempts,
            @Nullable Integer httpStatus,
            int written,
            int superseded,
            List<String> unchanged,
            @Nullable String maps) {
        boolean nothing = written == 0 && unchanged.isEmpty() && superseded > 0;
        MessageState state = nothing ? MessageState.SUPERSEDED : MessageState.DELIVERED;
        return new Settlement(state, null, null, attempts, httpStatus, written, superseded, unchanged, maps, List.of());
    }

    /** On its way, after an attempt that did not succeed. */
    static Settlement waiting(@Nullable Fault fault, int attempts, @Nullable Integer httpStatus) {
        return new Settlement(
                MessageState.ACCEPTED, fault, null, attempts, httpStatus, 0, 0, List.of(), null, List.of());
    }

    /** The state of the message's row, where superseded counts as delivered. */
    MessageState messageState() {
        return state == MessageState.SUPERSEDED ? MessageState.DELIVERED : state;
    }
}
