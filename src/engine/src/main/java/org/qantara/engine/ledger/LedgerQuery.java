package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;

/**
 * What messages are looked for; every given part must hold. Newest first.
 *
 * @param patient local patient number, also where the message names it second
 * @param order placer or filler order number
 * @param errorDetail finer code of the maps, {@code CODE-UNMAPPED}
 * @param from received at or after
 * @param to received before
 * @param before only numbers below this one: where the last page ended
 * @param limit rows at most, 1 to 10,000
 */
public record LedgerQuery(
        @Nullable String controlId,
        @Nullable String patient,
        @Nullable String visit,
        @Nullable String order,
        @Nullable String sample,
        @Nullable String messageType,
        @Nullable String facility,
        @Nullable MessageState state,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime to,
        @Nullable Long before,
        int limit) {
    private static final int LIMIT_MAX = 10_000;

    /** Checks the limit. */
    public LedgerQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit + " is not usable, expected 1 to " + LIMIT_MAX);
        }
    }

    /** The newest messages, whatever they are. */
    public static LedgerQuery newest(int limit) {
        return new LedgerQuery(null, null, null, null, null, null, null, null, null, null, null, null, null, limit);
    }

    /** By MSH-10 or the like. */
    public LedgerQuery withControlId(@Nullable String value) {
        return new LedgerQuery(
                value,
                patient,
                visit,
                order,
                sample,
                messageType,
                facility,
                state,
                errorCode,
                errorDetail,
                from,
                to,
                before,
                limit);
    }

    /** By local patient number. */
    public LedgerQuery withPatient(@Nullable String value) {
        return new LedgerQuery(
                controlId,
                value,
                visit,
                order,
                sample,
                messageType,
                facility,
                state,
                errorCode,
                errorDetail,
                from,
                to,
                before,
                limit);
    }

    /** By visit, order and sample numbers. */
    public LedgerQuery withNumbers(
            @Nullable String visitValue, @Nullable String orderValue, @Nullable String sampleValue) {
        return new LedgerQuery(
                controlId,
                patient,
                visitValue,
                orderValue,
                sampleValue,
                messageType,
                facility,
                state,
                errorCode,
                errorDetail,
                from,
                to,
                before,
                limit);
    }

    /** By type and facility. */
    public LedgerQuery withTypeAndFacility(@Nullable String type, @Nullable String facilityCode) {
        return new LedgerQuery(
                controlId,
                patient,
                visit,
                order,
                sample,
                type,
                facilityCode,
                state,
                errorCode,
                errorDetail,
                from,
                to,
                before,
                limit);
    }

    /** By state. */
    public LedgerQuery withState(@Nullable MessageState value) {
        return new LedgerQuery(
                controlId,
                patient,
                visit,
                order,
                sample,
                messageType,
                facility,
                value,
                errorCode,
                errorDetail,
                from,
                to,
                before,
                limit);
    }

    /** By error. */
    public LedgerQuery withError(@Nullable String code, @Nullable String detail) {
        return new LedgerQuery(
                controlId,
                patient,
                visit,
                order,
                sample,
                messageType,
                facility,
                state,
                code,
                detail,
                from,
                to,
                before,
                limit);
    }

    /** By time of reception. */
    public LedgerQuery withTimes(@Nullable OffsetDateTime fromTime, @Nullable OffsetDateTime toTime) {
        return new LedgerQuery(
                controlId,
                patient,
                visit,
                order,
                sample,
                messageType,
                facility,
                state,
                errorCode,
                errorDetail,
                fromTime,
                toTime,
                before,
                limit);
    }

    /** The page that follows the given number. */
    public LedgerQuery withBefore(@Nullable Long intake) {
        return new LedgerQuery(
                controlId,
                patient,
                visit,
                order,
                sample,
                messageType,
                facility,
                state,
                errorCode,
                errorDetail,
                from,
                to,
                intake,
                limit);
    }

    String sql(List<Object> parameters) {
        List<String> where = new ArrayList<>();
        add(where, parameters, "m.control_id = ?", controlId);
        add(where, parameters, key("'patient', 'other'"), patient);
        add(where, parameters, key("'visit'"), visit);
        add(where, parameters, key("'placer', 'filler'"), order);
        add(where, parameters, key("'sample'"), sample);
        add(where, parameters, "m.message_type = ?", messageType);
        add(where, parameters, "m.facility = ?", facility);
        add(where, parameters, "m.state = ?", state == null ? null : state.word());
        add(where, parameters, "m.error_code = ?", errorCode);
        add(where, parameters, "m.error_detail = ?", errorDetail);
        add(where, parameters, "m.received_at >= ?", from);
        add(where, parameters, "m.received_at < ?", to);
        add(where, parameters, "m.intake < ?", before);
        parameters.add(limit);
        return "SELECT " + MessageRow.COLUMNS + " FROM message m"
                + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
                + " ORDER BY m.intake DESC LIMIT ?";
    }

    private static String key(String kinds) {
        return "m.intake IN (SELECT k.intake FROM message_key k WHERE k.kind IN (" + kinds + ") AND k.key_value = ?)";
    }

    private static void add(List<String> where, List<Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            where.add(condition);
            parameters.add(value);
        }
    }
}
