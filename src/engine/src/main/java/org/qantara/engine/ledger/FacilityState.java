package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;

/**
 * A facility at a glance.
 *
 * @param lastReceivedAt its newest message
 * @param oldestWaitingAt its oldest message that is accepted and not settled; null when there is none
 * @param lastHour messages received in the last hour
 */
public record FacilityState(
        String facility,
        Map<MessageState, Long> states,
        OffsetDateTime lastReceivedAt,
        @Nullable OffsetDateTime oldestWaitingAt,
        long lastHour) {}
