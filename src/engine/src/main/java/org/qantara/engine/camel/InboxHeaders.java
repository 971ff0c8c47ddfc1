package org.qantara.engine.camel;

import java.nio.charset.Charset;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.inbox.Verdict;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Fault;
import org.qantara.engine.message.Received;

/** The exchange headers {@code Qantara*}: what connectors say of a message, and what the inbox answers. */
final class InboxHeaders {
    private InboxHeaders() {}

    /**
     * What the connector hands over.
     *
     * @throws IllegalArgumentException when the route gives something else than bytes: a fault of the route, not of the sender
     */
    static Received read(Message message, FacilityRoute route) {
        Object body = message.getBody();
        if (!(body instanceof byte[] bytes)) {
            throw new IllegalArgumentException("inbox:" + route.code()
                    + " takes the bytes as received (byte[]), the exchange has "
                    + (body == null ? "no body" : body.getClass().getName())
                    + "; remove what converts the body in the route");
        }
        String declared = text(message, "QantaraCharset", null);
        String facility = route.option("charset");
        String charset = declared != null ? declared : facility != null ? facility : "UTF-8";
        String source = declared != null
                ? text(message, "QantaraCharsetSource", "declared")
                : facility != null ? "facility" : "assumed";
        boolean known = isCharset(charset);
        Integer port = message.getHeader("QantaraPort", Integer.class);
        return new Received(
                route,
                or(text(message, "QantaraProtocol", null), "camel"),
                or(text(message, "QantaraFormat", null), "hl7v2"),
                or(text(message, "QantaraPeer", null), "unknown"),
                port == null ? 0 : port,
                time(text(message, "QantaraReceivedAt", null)),
                known ? charset : "UTF-8",
                known ? or(source, "assumed") : "assumed",
                text(message, "QantaraPeerCertificate", null),
                text(message, "QantaraTransportFault", null),
                text(message, "QantaraDicomDigest", null),
                bytes);
    }

    static void write(Message message, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            message.setHeader("QantaraOutcome", "accepted");
            message.setHeader("QantaraIntake", accepted.intake());
            message.setHeader("QantaraAckCode", "AA");
            message.setHeader("QantaraHttpStatus", 202);
            message.setHeader("QantaraDicomStatus", 0);
        } else if (verdict instanceof Verdict.Refused refused) {
            message.setHeader("QantaraOutcome", "refused");
            error(message, refused.fault());
        } else if (verdict instanceof Verdict.Unavailable unavailable) {
            message.setHeader("QantaraOutcome", "unavailable");
            error(message, Fault.of(unavailable.code(), null, unavailable.text()));
        }
    }

    private static void error(Message message, Fault fault) {
        ErrorCode code = fault.code();
        message.setHeader("QantaraErrorCode", code.name());
        message.setHeader("QantaraErrorText", fault.text());
        message.setHeader("QantaraAckCode", code.ackCode());
        message.setHeader("QantaraHl7Error", code.hl7Error());
        message.setHeader("QantaraHttpStatus", code.httpStatus());
        message.setHeader("QantaraDicomStatus", code.dicomStatus());
        String location = fault.hl7Location();
        if (location != null) {
            message.setHeader("QantaraErrorLocation", location);
        }
    }

    private static @Nullable String text(Message message, String header, @Nullable String otherwise) {
        String value = message.getHeader(header, String.class);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static OffsetDateTime time(@Nullable String value) {
        try {
            return value == null ? OffsetDateTime.now() : OffsetDateTime.parse(value);
        } catch (DateTimeParseException e) {
            return OffsetDateTime.now();
        }
    }
}
