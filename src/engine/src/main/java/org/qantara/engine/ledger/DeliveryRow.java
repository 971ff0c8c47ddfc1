package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;

/** How a message stands at one destination. */
public record DeliveryRow(
        String destination,
        MessageState state,
        int attempts,
        @Nullable Integer httpStatus,
        @Nullable String errorText,
        int written,
        int superseded,
        int unchanged,
        OffsetDateTime lastAt) {}
