package org.qantara.engine.ledger;

import java.time.OffsetDateTime;

/**
 * Messages of a facility that were delivered with the same warning.
 *
 * @param code {@code VALUE-INVALID}, {@code UNIT-UNKNOWN}
 * @param path {@code OBX-5}
 * @param messages how many messages had it
 * @param example intake number of the newest of them
 */
public record WarningRow(
        String facility,
        String messageType,
        String code,
        String path,
        long messages,
        OffsetDateTime firstAt,
        OffsetDateTime lastAt,
        long example) {}
