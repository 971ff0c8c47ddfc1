package org.qantara.connectors.mllp.metrics;

import java.util.Locale;

/** Everything the connector counts, one constant for each limit and each oddity. Never carries patient data, addresses or message ids. */
public enum Counter {
    CONNECTIONS_OPENED("connections that were accepted"),
    CONNECTIONS_REFUSED_TOTAL(
            "connections over connectionsMax: their first message is answered AR, or they are closed at once"),
    CONNECTIONS_REFUSED_PEER(
            "connections over connectionsPerPeerMax: their first message is answered AR, or they are closed at once"),
    CONNECTIONS_REFUSED_ADDRESS("connections closed at once: the address is not in allowedPeers"),
    CONNECTIONS_REFUSED_CERTIFICATE("connections closed: the client certificate is not in allowedSubjects"),
    CONNECTIONS_IDLE_CLOSED("connections closed after idleTimeoutMs without a byte"),
    CONNECTIONS_UNREAD_CLOSED("connections closed because the sender did not read its answers within writeTimeoutMs"),
    TLS_HANDSHAKE_FAILED("TLS handshakes that failed"),
    TLS_RELOADED("times that changed certificate files were taken into use"),
    TLS_RELOAD_FAILED("times that changed certificate files could not be used; the earlier ones stay in use"),
    FRAMES_RECEIVED("whole frames"),
    FRAMES_INTERRUPTED("frames in which the sender began another one"),
    FRAMES_OVERSIZED("frames over frameBytesMax"),
    FRAMES_HALF_SILENT("half frames: no byte for halfFrameTimeoutMs"),
    FRAMES_HALF_SLOW("half frames: not whole after frameTimeoutMs"),
    FRAMES_HALF_CLOSED("half frames: the sender closed the connection"),
    READS_PAUSED_BUDGET("times reading paused because frameBudgetBytes was used up"),
    READS_PAUSED_PIPELINE("times reading paused because pipelineFramesMax frames were waiting"),
    READS_PAUSED_RATE("times reading paused because the address sent more than messagesPerSecondPerPeerMax"),
    STRAY_BYTES("bytes outside frames"),
    STRAY_HTTP("connections that spoke HTTP"),
    STRAY_TLS("connections that began a TLS handshake on a plain port"),
    STRAY_UNFRAMED("connections that sent HL7 without a start block"),
    STRAY_OTHER("connections that sent other bytes outside frames"),
    ACKS_ACCEPT("answers AA or CA"),
    ACKS_ERROR("answers AE or CE"),
    ACKS_REJECT("answers AR or CR"),
    ACKS_LOST("answers that found their connection closed"),
    ACKS_WITHHELD("messages without an answer: not stored and onStoreFailure=close, or the sender asked for none"),
    APPLICATION_ACKS_SENT("application acknowledgements of the enhanced mode that were sent"),
    APPLICATION_ACKS_DROPPED("application acknowledgements whose connection was gone"),
    EXCHANGES_FAILED("routes that ended with an exception or without a verdict"),
    CHARSET_UNKNOWN("messages whose MSH-18 names no known character set"),
    CHARSET_REFUSED("messages in a character set that cannot travel in MLLP"),
    BATCHES("batches (BHS or FHS)"),
    CLIENT_SENT("messages sent by clients"),
    CLIENT_TIMEOUTS("messages sent by clients that were not answered in time"),
    CLIENT_FOREIGN_ACKS("answers received by clients that belong to another message");

    private final String description;

    Counter(String description) {
        this.description = description;
    }

    /** One line for people. */
    public String description() {
        return description;
    }

    /** The name for a metrics system: {@code frames.oversized}. */
    public String metricName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
