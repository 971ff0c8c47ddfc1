package org.qantara.app.web;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.LedgerQuery;

/**
 * Which messages: query parameters of a search, or the body of an act. Every given part must hold.
 *
 * @param from received at or after: ISO-8601 with offset, or a date (midnight in Morocco)
 * @param to received before
 * @param before only numbers below: the next page of a search
 * @param after only numbers above, oldest first: the next page of an act
 * @param limit messages at most
 */
record Selection(
        @Nullable String facility,
        @Nullable String type,
        @Nullable String state,
        @Nullable String controlId,
        @Nullable String error,
        @Nullable String detail,
        @Nullable String location,
        @Nullable String patient,
        @Nullable String visit,
        @Nullable String order,
        @Nullable String sample,
        @Nullable String from,
        @Nullable String to,
        @Nullable Long before,
        @Nullable Long after,
        @Nullable Integer limit) {
    private static final ZoneId MOROCCO = ZoneId.of("Africa/Casablanca");

    /** @throws IllegalArgumentException naming the part that makes no sense */
    LedgerQuery query(Caller caller, int limitDefault, int limitMax) {
        if (patient != null || visit != null || order != null || sample != null)
            caller.requirePatients("searching by a patient's numbers");
        return LedgerQuery.newest(Math.max(1, Math.min(limit == null ? limitDefault : limit, limitMax)))
                .withControlId(controlId)
                .withPatient(patient)
                .withNumbers(visit, order, sample)
                .withTypeAndFacility(type, facility)
                .withState(state == null ? null : state(state))
                .withError(error, detail)
                .withErrorLocation(location)
                .withTimes(time("from", from), time("to", to))
                .withBefore(before)
                .withAfter(after);
    }

    private static MessageState state(String word) {
        try {
            return MessageState.of(word.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("state '" + word
                    + "': expected accepted, delivered, quarantined, duplicate, handled, discarded or refused");
        }
    }

    private static @Nullable OffsetDateTime time(String name, @Nullable String text) {
        if (text == null) return null;
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(MOROCCO).toOffsetDateTime()
                    : OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " '" + text
                    + "': expected a date or a time with offset, 2026-03-01 or 2026-03-01T08:00:00+01:00");
        }
    }
}
