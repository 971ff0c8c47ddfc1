package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A code that a facility sends and a table has no row for: one line of the terminologist's work list.
 *
 * @param system the code's system as the sender or the table names it; empty when neither does
 * @param code the code as sent, or {@link Sightings#FURTHER} for all codes over the limit of the list
 * @param text what the sender last wrote beside it
 * @param path where it stands, {@code OBX-3}
 * @param messages how many messages had it
 * @param example intake number of the newest of them
 */
public record UnmappedCodeRow(
        String facility,
        String table,
        String system,
        String code,
        @Nullable String text,
        String path,
        long messages,
        OffsetDateTime firstAt,
        OffsetDateTime lastAt,
        long example) {}
