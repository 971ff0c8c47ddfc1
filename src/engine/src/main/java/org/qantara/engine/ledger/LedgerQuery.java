package org.qantara.engine.ledger;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;

/**
 * What messages are looked for; every given part must hold, a null takes its part away. Newest first, or oldest first after
 * {@link #withAfter}. Immutable: each {@code with} gives another query.
 */
public final class LedgerQuery {
    private static final int LIMIT_MAX = 10_000;

    private enum Part {
        CONTROL_ID("m.control_id = ?"),
        PATIENT(key("'patient', 'other'")),
        VISIT(key("'visit'")),
        ORDER(key("'placer', 'filler'")),
        SAMPLE(key("'sample'")),
        TYPE("m.message_type = ?"),
        FACILITY("m.facility = ?"),
        STATE("m.state = ?"),
        ERROR_CODE("m.error_code = ?"),
        ERROR_DETAIL("m.error_detail = ?"),
        ERROR_LOCATION("m.error_location = ?"),
        FROM("m.received_at >= ?"),
        TO("m.received_at < ?"),
        BEFORE("m.intake < ?"),
        AFTER("m.intake > ?");

        private final String condition;

        Part(String condition) {
            this.condition = condition;
        }

        private static String key(String kinds) {
            return "m.intake IN (SELECT k.intake FROM message_key k WHERE k.kind IN (" + kinds
                    + ") AND k.key_value = ?)";
        }
    }

    private final Map<Part, Object> parts;
    private final int limit;

    private LedgerQuery(Map<Part, Object> parts, int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit + " is not usable, expected 1 to " + LIMIT_MAX);
        }
        this.parts = Collections.unmodifiableMap(parts);
        this.limit = limit;
    }

    /**
     * The newest messages, whatever they are.
     *
     * @param limit rows at most, 1 to 10,000
     */
    public static LedgerQuery newest(int limit) {
        return new LedgerQuery(new EnumMap<>(Part.class), limit);
    }

    private LedgerQuery with(Part part, @Nullable Object value) {
        Map<Part, Object> changed = new EnumMap<>(Part.class);
        changed.putAll(parts);
        if (value == null) {
            changed.remove(part);
        } else {
            changed.put(part, value);
        }
        return new LedgerQuery(changed, limit);
    }

    /** At most so many rows. */
    public LedgerQuery withLimit(int rows) {
        return new LedgerQuery(parts, rows);
    }

    /** By MSH-10 or the like. */
    public LedgerQuery withControlId(@Nullable String value) {
        return with(Part.CONTROL_ID, value);
    }

    /** By local patient number, also where the message names it second. */
    public LedgerQuery withPatient(@Nullable String value) {
        return with(Part.PATIENT, value);
    }

    /** By visit, order (placer or filler) and sample numbers. */
    public LedgerQuery withNumbers(@Nullable String visit, @Nullable String order, @Nullable String sample) {
        return with(Part.VISIT, visit).with(Part.ORDER, order).with(Part.SAMPLE, sample);
    }

    /** By type, {@code ORU^R01}, and facility. */
    public LedgerQuery withTypeAndFacility(@Nullable String type, @Nullable String facility) {
        return with(Part.TYPE, type).with(Part.FACILITY, facility);
    }

    /** By state. */
    public LedgerQuery withState(@Nullable MessageState value) {
        return with(Part.STATE, value == null ? null : value.word());
    }

    /** By error code and the finer code of the maps, {@code CODE-UNMAPPED}. */
    public LedgerQuery withError(@Nullable String code, @Nullable String detail) {
        return with(Part.ERROR_CODE, code).with(Part.ERROR_DETAIL, detail);
    }

    /** By the place of the error, {@code PID-8}. */
    public LedgerQuery withErrorLocation(@Nullable String place) {
        return with(Part.ERROR_LOCATION, place);
    }

    /** By time of reception: at or after, and before. */
    public LedgerQuery withTimes(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        return with(Part.FROM, from).with(Part.TO, to);
    }

    /** Only numbers below this one: the page that follows one of newest messages. */
    public LedgerQuery withBefore(@Nullable Long intake) {
        return with(Part.BEFORE, intake);
    }

    /** Only numbers above this one, and the oldest first: how a selection is gone through in order. */
    public LedgerQuery withAfter(@Nullable Long intake) {
        return with(Part.AFTER, intake);
    }

    /** Whether it asks for anything but a page of whatever there is. */
    public boolean selects() {
        return parts.keySet().stream().anyMatch(part -> part != Part.BEFORE && part != Part.AFTER);
    }

    String sql(List<Object> parameters) {
        List<String> where = new ArrayList<>();
        parts.forEach((part, value) -> {
            where.add(part.condition);
            parameters.add(value);
        });
        parameters.add(limit);
        return "SELECT " + MessageRow.COLUMNS + " FROM message m"
                + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
                + " ORDER BY m.intake" + (parts.containsKey(Part.AFTER) ? "" : " DESC") + " LIMIT ?";
    }
}
