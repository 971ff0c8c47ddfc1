package org.qantara.engine.inbox;

import java.util.concurrent.CompletableFuture;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;

/** What the inbox tells the rest of the engine. Called on broker threads: implementations must not block. */
public interface Stored {
    /** The message is durable in its lane (and its tokens in theirs). */
    void stored(StoredMessage message);

    /** The sender of a message can be answered; {@code nanos} is how long it waited for the disk. */
    void answered(Received received, Verdict verdict, long nanos);

    /** A message that was stored long ago lies in its lane again. */
    void sentAgain(StoredMessage message);

    /**
     * A number will not be used for an acknowledged message.
     *
     * @return completes when that is recorded durably
     */
    CompletableFuture<Void> isVoid(String facility, long number, String reason);
}
