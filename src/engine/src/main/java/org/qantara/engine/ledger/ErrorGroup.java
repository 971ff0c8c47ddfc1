package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Quarantined messages with the same error.
 *
 * @param example number of the newest of them
 * @param newest when it was received
 */
public record ErrorGroup(
        String facility,
        @Nullable String messageType,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        @Nullable String errorLocation,
        long messages,
        long example,
        OffsetDateTime newest) {}
