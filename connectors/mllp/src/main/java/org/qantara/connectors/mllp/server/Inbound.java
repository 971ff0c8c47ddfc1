package org.qantara.connectors.mllp.server;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What arrived in one frame.
 *
 * @param body the bytes between the block characters, exactly as received
 * @param fault null for a whole frame
 * @param receivedAt when its last byte was read
 */
public record Inbound(Connection connection, byte[] body, @Nullable Fault fault, OffsetDateTime receivedAt) {

    /**
     * Why the body is not a whole message.
     *
     * @param text for the operator: what happened, the limit and its option; no payload
     * @param answerable the frame's end arrived and the sender waits for an answer
     */
    public record Fault(String text, boolean answerable) {}
}
