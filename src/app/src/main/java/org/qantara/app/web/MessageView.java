package org.qantara.app.web;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.ledger.DeliveryRow;
import org.qantara.engine.ledger.MessageRow;

/** One message as {@code /api} shows it, without patient data; times are ISO-8601 with offset. */
record MessageView(
        long intake,
        String facility,
        String state,
        String stateAt,
        String receivedAt,
        String protocol,
        String format,
        String peer,
        int port,
        @Nullable String sendingApplication,
        @Nullable String sendingFacility,
        @Nullable String controlId,
        @Nullable String messageType,
        @Nullable String version,
        String charset,
        String charsetSource,
        long bodyBytes,
        int lane,
        boolean bulk,
        @Nullable String flags,
        @Nullable Long duplicateOf,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        @Nullable String errorLocation,
        @Nullable String errorText,
        @Nullable String remedy,
        int written,
        int unchanged,
        int superseded,
        int replays,
        @Nullable String mapVersion) {
    /** Errors whose text is what a destination said, which may quote values of the message. */
    private static final Set<String> QUOTING = Set.of("DESTINATION_REJECTED", "POISON", "SEND_UNKNOWN");

    private static final String HIDDEN =
            "the destination's words may quote the patient: read them with the scope phi.read";

    static MessageView of(MessageRow row, Caller caller) {
        String code = row.errorCode();
        boolean quotes = code != null && QUOTING.contains(code);
        return new MessageView(
                row.intake(),
                row.facility(),
                row.state().word(),
                row.stateAt().toString(),
                row.receivedAt().toString(),
                row.protocol(),
                row.format(),
                row.peer(),
                row.port(),
                row.sendingApplication(),
                row.sendingFacility(),
                row.controlId(),
                row.messageType(),
                row.version(),
                row.charset(),
                row.charsetSource(),
                row.bodyBytes(),
                row.lane(),
                row.bulk(),
                row.flags(),
                row.duplicateOf(),
                code,
                row.errorDetail(),
                row.errorLocation(),
                quotes && !caller.seesPatients() ? HIDDEN : row.errorText(),
                remedy(code),
                row.written(),
                row.unchanged(),
                row.superseded(),
                row.replays(),
                row.mapsVersion());
    }

    /** What a person does next; null for a code that this version does not know, or none. */
    static @Nullable String remedy(@Nullable String code) {
        if (code == null) return null;
        for (ErrorCode known : ErrorCode.values()) if (known.name().equals(code)) return known.remedy();
        return null;
    }

    /** How it stands at one destination. */
    record Delivery(
            String destination,
            String state,
            int attempts,
            @Nullable Integer httpStatus,
            @Nullable String errorText,
            int written,
            int unchanged,
            int superseded,
            String lastAt) {
        static Delivery of(DeliveryRow row, Caller caller) {
            return new Delivery(
                    row.destination(),
                    row.state().word(),
                    row.attempts(),
                    row.httpStatus(),
                    row.errorText() != null && !caller.seesPatients() ? HIDDEN : row.errorText(),
                    row.written(),
                    row.unchanged(),
                    row.superseded(),
                    row.lastAt().toString());
        }
    }

    /** What a person did to it. */
    record Action(String verb, String actor, String reason, String at) {}

    /** What the maps could not say of it, with its place; the rest was delivered. */
    record Remark(String code, String location, String text) {}

    /** A number it is found by. */
    record Key(String kind, String value) {}

    /**
     * Everything that is known of a message.
     *
     * @param keys what it is found by; null without the scope phi.read
     */
    record Whole(
            @com.fasterxml.jackson.annotation.JsonUnwrapped MessageView message,
            List<Delivery> deliveries,
            List<Action> actions,
            List<Remark> warnings,
            @Nullable List<Key> keys) {}
}
