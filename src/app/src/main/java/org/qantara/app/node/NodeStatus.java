package org.qantara.app.node;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.EngineStatus;

/**
 * How this node stands, at a glance.
 *
 * @param facilities null while the ledger does not answer
 * @param oldestUndeliveredSeconds age of the oldest accepted message that is not settled; 0 when there is none
 */
public record NodeStatus(
        @JsonUnwrapped EngineStatus engine,
        @Nullable List<Facility> facilities,
        long oldestUndeliveredSeconds,
        List<Certificate> certificates,
        List<Alarm> alarms) {
    /** Freezes the lists. */
    public NodeStatus {
        facilities = facilities == null ? null : List.copyOf(facilities);
        certificates = List.copyOf(certificates);
        alarms = List.copyOf(alarms);
    }

    /**
     * One facility.
     *
     * @param lastReceivedAt its newest message, ISO-8601; null when it never sent one
     * @param silentMinutes since then, or since its route runs
     * @param silenceMinutes when that is an alarm; null when its route does not say
     * @param perMinute rate over the last five minutes
     * @param backlogSeconds age of its oldest message that is not settled
     */
    public record Facility(
            String facility,
            @Nullable String lastReceivedAt,
            long silentMinutes,
            @Nullable Integer silenceMinutes,
            double perMinute,
            long lastHour,
            long waiting,
            long backlogSeconds,
            long quarantined) {}

    /** The first certificate of a file to end. */
    public record Certificate(String file, String notAfter, long days) {}
}
