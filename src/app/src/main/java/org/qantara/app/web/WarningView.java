package org.qantara.app.web;

import org.qantara.engine.ledger.WarningRow;

/**
 * Messages that were delivered with the same warning.
 *
 * @param location {@code OBX-5}
 * @param example number of the newest of them
 */
record WarningView(
        long messages, String facility, String messageType, String code, String location, long example, String newest) {
    static WarningView of(WarningRow row) {
        return new WarningView(
                row.messages(),
                row.facility(),
                row.messageType(),
                row.code(),
                row.path(),
                row.example(),
                row.lastAt().toString());
    }
}
