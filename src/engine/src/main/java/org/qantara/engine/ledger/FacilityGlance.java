package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How a facility stands, for who looks every minute.
 *
 * @param lastReceivedAt its newest message
 * @param lastFiveMinutes messages that came in the last five minutes
 * @param lastHour messages that came in the last hour
 * @param waiting accepted messages that are not settled
 * @param oldestWaitingAt when the oldest of them was stored; null when there is none
 * @param quarantined messages that wait for a person
 */
public record FacilityGlance(
        String facility,
        OffsetDateTime lastReceivedAt,
        long lastFiveMinutes,
        long lastHour,
        long waiting,
        @Nullable OffsetDateTime oldestWaitingAt,
        long quarantined) {}
