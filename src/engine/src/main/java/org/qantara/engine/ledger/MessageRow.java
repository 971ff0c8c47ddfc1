package org.qantara.engine.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;

/** One message as the ledger knows it, without patient data: those are asked for apart, by who may see them. */
public record MessageRow(
        long intake,
        String facility,
        MessageState state,
        OffsetDateTime stateAt,
        OffsetDateTime storedAt,
        OffsetDateTime receivedAt,
        int lane,
        boolean bulk,
        String protocol,
        String format,
        String peer,
        int port,
        String charset,
        String charsetSource,
        @Nullable String sendingApplication,
        @Nullable String sendingFacility,
        @Nullable String controlId,
        @Nullable String messageType,
        @Nullable String version,
        long bodyBytes,
        @Nullable String flags,
        @Nullable Long duplicateOf,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        @Nullable String errorLocation,
        @Nullable String errorText,
        int written,
        int superseded,
        int unchanged,
        int replays,
        @Nullable String mapsVersion) {

    static final String COLUMNS = "m.intake, m.facility, m.state, m.state_at, m.stored_at, m.received_at,"
            + " m.received_offset, m.lane, m.bulk, m.protocol, m.format, m.peer, m.port, m.charset, m.charset_source,"
            + " m.sending_application, m.sending_facility, m.control_id, m.message_type, m.version, m.body_bytes,"
            + " m.flags, m.duplicate_of, m.error_code, m.error_detail, m.error_location, m.error_text, m.written,"
            + " m.superseded, m.unchanged, m.replays, m.maps_version";

    static MessageRow read(ResultSet row) throws SQLException {
        ZoneOffset offset = ZoneOffset.of(row.getString("received_offset"));
        return new MessageRow(
                row.getLong("intake"),
                row.getString("facility"),
                MessageState.of(row.getString("state")),
                row.getObject("state_at", OffsetDateTime.class),
                row.getObject("stored_at", OffsetDateTime.class),
                row.getObject("received_at", OffsetDateTime.class).withOffsetSameInstant(offset),
                row.getInt("lane"),
                row.getBoolean("bulk"),
                row.getString("protocol"),
                row.getString("format"),
                row.getString("peer"),
                row.getInt("port"),
                row.getString("charset"),
                row.getString("charset_source"),
                row.getString("sending_application"),
                row.getString("sending_facility"),
                row.getString("control_id"),
                row.getString("message_type"),
                row.getString("version"),
                row.getLong("body_bytes"),
                row.getString("flags"),
                row.getObject("duplicate_of", Long.class),
                row.getString("error_code"),
                row.getString("error_detail"),
                row.getString("error_location"),
                row.getString("error_text"),
                row.getInt("written"),
                row.getInt("superseded"),
                row.getInt("unchanged"),
                row.getInt("replays"),
                row.getString("maps_version"));
    }
}
