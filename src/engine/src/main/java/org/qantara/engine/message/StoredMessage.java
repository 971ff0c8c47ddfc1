package org.qantara.engine.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message with its number, as it lies in a lane.
 *
 * @param intake the number: the order in which the facility's messages were stored
 * @param lane 0 to 255, hash of facility and order key
 * @param bulk whether it belongs to an initial load, on lanes of low priority
 * @param meets further lanes that hold a token of this message; empty for nearly all
 * @param settledBelow every number under it was confirmed or recorded as void when this one was taken
 * @param refusal why the envelope was refused; null for whatever was accepted
 * @param storedAtMs when the inbox took it, milliseconds since 1970
 * @param only the one destination it is for; null for all of them
 */
public record StoredMessage(
        long intake,
        Kind kind,
        int lane,
        boolean bulk,
        List<Integer> meets,
        long settledBelow,
        long storedAtMs,
        Received received,
        Labels labels,
        @Nullable Fault refusal,
        @Nullable String only) {

    /** Freezes the list. */
    public StoredMessage {
        meets = List.copyOf(meets);
    }

    /** The facility's code. */
    public String facility() {
        return received.route().code();
    }

    /** The same message for one destination, its other lanes and all. */
    public StoredMessage onlyFor(String destination) {
        return new StoredMessage(
                intake, kind, lane, bulk, meets, settledBelow, storedAtMs, received, labels, refusal, destination);
    }

    /** The same message for another reason and one destination, in its own lane only. */
    public StoredMessage as(Kind other, String destination) {
        return new StoredMessage(
                intake, other, lane, bulk, List.of(), settledBelow, storedAtMs, received, labels, refusal, destination);
    }

    /** The same way and labels under another number, with another body. */
    public StoredMessage numbered(long other, long otherStoredAtMs, byte[] body) {
        return new StoredMessage(
                other,
                kind,
                lane,
                bulk,
                meets,
                settledBelow,
                otherStoredAtMs,
                received.withBody(body),
                labels,
                refusal,
                only);
    }

    /** The same message without its bytes, in another lane: its token. */
    public StoredMessage tokenIn(int otherLane) {
        return new StoredMessage(
                intake,
                Kind.TOKEN,
                otherLane,
                bulk,
                List.of(lane),
                settledBelow,
                storedAtMs,
                received.withBody(new byte[0]),
                labels,
                refusal,
                only);
    }
}
