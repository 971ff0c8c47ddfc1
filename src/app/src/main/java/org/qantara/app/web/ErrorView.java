package org.qantara.app.web;

import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.ErrorGroup;

/**
 * Quarantined messages with the same error.
 *
 * @param example number of the newest of them
 */
record ErrorView(
        long messages,
        String facility,
        @Nullable String messageType,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        @Nullable String errorLocation,
        @Nullable String remedy,
        long example,
        String newest) {
    static ErrorView of(ErrorGroup group) {
        return new ErrorView(
                group.messages(),
                group.facility(),
                group.messageType(),
                group.errorCode(),
                group.errorDetail(),
                group.errorLocation(),
                MessageView.remedy(group.errorCode()),
                group.example(),
                group.newest().toString());
    }
}
