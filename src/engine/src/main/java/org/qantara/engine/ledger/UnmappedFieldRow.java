package org.qantara.engine.ledger;

import java.time.OffsetDateTime;

/**
 * A field that a facility fills and no map reads.
 *
 * @param messageType MSH-9 as the sender wrote it, or the format
 * @param path {@code PID-10}, {@code ZBE-2.1}, or {@link Sightings#FURTHER} for all fields over the limit of the list
 * @param messages how many messages had it
 * @param example intake number of the newest of them
 */
public record UnmappedFieldRow(
        String facility,
        String messageType,
        String path,
        long messages,
        OffsetDateTime firstAt,
        OffsetDateTime lastAt,
        long example) {}
