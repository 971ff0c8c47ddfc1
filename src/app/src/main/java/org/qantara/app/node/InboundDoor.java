package org.qantara.app.node;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.qantara.connectors.lab.CharsetDecision;
import org.qantara.mapping.hl7v2.Hl7Charset;

/**
 * Hands a message that came over HTTP to the facility's route of template {@code http-inbound}, with the headers that a connector
 * sets (architecture page, section 1). Thread-safe.
 */
public final class InboundDoor {
    private static final Map<String, String> FORMATS = Map.of(
            "application/hl7-v2", "hl7v2",
            "x-application/hl7-v2+er7", "hl7v2",
            "application/hl7-v2+er7", "hl7v2",
            "text/csv", "csv",
            "application/x-astm", "astm",
            "application/x-hprim", "hprim");

    private final CamelContext camel;
    private final ProducerTemplate producer;

    InboundDoor(CamelContext camel) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
    }

    /** What the inbox said, or why it was not asked. */
    public record Verdict(
            int httpStatus,
            String outcome,
            @Nullable Long intake,
            @Nullable String errorCode,
            @Nullable String errorLocation,
            @Nullable String errorText) {
        private static Verdict notTaken(int status, String text) {
            return new Verdict(status, "not taken", null, null, null, text);
        }
    }

    /**
     * Takes one message and waits for the inbox's answer.
     *
     * @param format {@code hl7v2}, {@code astm}, {@code hprim} or {@code csv}; null = by the media type, else by the first bytes
     * @param declaredCharset of the media type
     */
    public Verdict take(
            String facility,
            @Nullable String format,
            @Nullable String mediaType,
            @Nullable String declaredCharset,
            String peer,
            int port,
            byte[] body) {
        String uri = "direct:http-inbound-" + facility;
        if (!facility.matches("[A-Z0-9][A-Z0-9-]{1,31}") || camel.hasEndpoint(uri) == null)
            return Verdict.notTaken(404, "no route of template http-inbound for this facility; see routes/facilities");
        String bare = mediaType == null
                ? ""
                : mediaType.replaceFirst(";.*", "").strip().toLowerCase(java.util.Locale.ROOT);
        String kind = format != null ? format : FORMATS.getOrDefault(bare, guess(body));
        if (!FORMATS.containsValue(kind))
            return Verdict.notTaken(415, "format '" + kind + "': expected hl7v2, astm, hprim or csv");
        Charset said;
        try {
            said = declaredCharset == null ? null : Charset.forName(declaredCharset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Verdict.notTaken(415, "the charset of Content-Type is not known here; for example UTF-8");
        }
        CharsetDecision charset = said != null
                ? new CharsetDecision(said.name(), "declared")
                : CharsetDecision.of(
                        body,
                        kind.equals("hl7v2")
                                ? Hl7Charset.declared(body, java.nio.charset.StandardCharsets.UTF_8)
                                        .name()
                                : "");
        Exchange answer = producer.send(uri, ExchangePattern.InOut, exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeader("QantaraProtocol", "http");
            exchange.getIn().setHeader("QantaraFormat", kind);
            exchange.getIn().setHeader("QantaraPeer", peer);
            exchange.getIn().setHeader("QantaraPort", port);
            exchange.getIn().setHeader("QantaraReceivedAt", OffsetDateTime.now().toString());
            exchange.getIn().setHeader("QantaraCharset", charset.charset());
            exchange.getIn().setHeader("QantaraCharsetSource", charset.source());
        });
        if (answer.getException() != null)
            return Verdict.notTaken(
                    503,
                    "the route could not take the message, send it again: "
                            + answer.getException().getClass().getSimpleName());
        var message = answer.getMessage();
        return new Verdict(
                message.getHeader("QantaraHttpStatus", 503, Integer.class),
                message.getHeader("QantaraOutcome", "unavailable", String.class),
                message.getHeader("QantaraIntake", Long.class),
                message.getHeader("QantaraErrorCode", String.class),
                message.getHeader("QantaraErrorLocation", String.class),
                message.getHeader("QantaraErrorText", String.class));
    }

    /** HL7 v2 begins with MSH, ASTM and HPRIM with H and a delimiter; HPRIM says its version H2.x; anything else is a table. */
    static String guess(byte[] body) {
        String begin =
                new String(body, 0, Math.min(body.length, 400), java.nio.charset.StandardCharsets.ISO_8859_1).strip();
        if (begin.startsWith("MSH")) return "hl7v2";
        if (begin.length() > 4 && begin.charAt(0) == 'H' && !Character.isLetterOrDigit(begin.charAt(1)))
            return begin.split("[\\r\\n]", 2)[0].contains(begin.charAt(1) + "H2.") ? "hprim" : "astm";
        return "csv";
    }
}
