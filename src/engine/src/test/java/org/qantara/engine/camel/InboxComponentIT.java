package org.qantara.engine.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.testing.Bench;
import org.qantara.engine.testing.Made;

class InboxComponentIT {
    @TempDir
    Path folder;

    private final Later later = new Later();
    private Bench bench;
    private DefaultCamelContext camel;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(folder);
        camel = new DefaultCamelContext();
        camel.addComponent("inbox", new InboxComponent(bench.engine().inbox()).withLaterAnswers(later));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("inbox:CHU-TEST?authority=CHU&zone=Africa/Casablanca&types=RAW(ADT^*,ORU^R01)"
                                + "&sendingApplication=HIS");
                from("direct:strict").to("inbox:CHU-TEST?authority=CHU&zone=Africa/Casablanca&validate=before-ack");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        bench.close();
    }

    private Exchange send(Object body) {
        return send("direct:in", body);
    }

    private Exchange send(String route, Object body) {
        return camel.createProducerTemplate().request(route, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("QantaraProtocol", "mllp");
            exchange.getMessage().setHeader("QantaraFormat", "hl7v2");
            exchange.getMessage().setHeader("QantaraPeer", "127.0.0.1:9");
            exchange.getMessage().setHeader("QantaraPort", 2575);
            exchange.getMessage().setHeader("QantaraReceivedAt", "2026-03-01T10:00:00+01:00");
            exchange.getMessage().setHeader("QantaraCharset", "UTF-8");
            exchange.getMessage().setHeader("QantaraCharsetSource", "declared");
        });
    }

    @Test
    void acceptedIsAnsweredWithTheNumberAndTheRoutesOptionsTravelWithTheMessage() {
        var message = send(Made.a08("C1", "P1", "Alaoui").getBytes(StandardCharsets.UTF_8))
                .getMessage();
        assertThat(message.getHeader("QantaraOutcome")).isEqualTo("accepted");
        assertThat(message.getHeader("QantaraAckCode")).isEqualTo("AA");
        long intake = message.getHeader("QantaraIntake", Long.class);
        MessageRow row = bench.awaitState(intake, MessageState.DELIVERED);
        assertThat(row.facility()).isEqualTo("CHU-TEST");
        assertThat(row.peer()).isEqualTo("127.0.0.1:9");
        assertThat(row.receivedAt()).hasToString("2026-03-01T10:00+01:00");
    }

    @Test
    void refusedIsAnsweredInEveryProtocolsWords() {
        var message = send(Made.a08("C1", "P1", "A")
                        .replace("ADT^A08", "SIU^S12")
                        .getBytes(StandardCharsets.UTF_8))
                .getMessage();
        assertThat(message.getHeader("QantaraOutcome")).isEqualTo("refused");
        assertThat(message.getHeader("QantaraErrorCode")).isEqualTo("UNSUPPORTED_MESSAGE_TYPE");
        assertThat(message.getHeader("QantaraAckCode")).isEqualTo("AR");
        assertThat(message.getHeader("QantaraHl7Error")).isEqualTo("200");
        assertThat(message.getHeader("QantaraErrorLocation")).isEqualTo("MSH^1^9");
        assertThat(message.getHeader("QantaraHttpStatus")).isEqualTo(422);
        assertThat(message.getHeader("QantaraIntake")).isNull();
    }

    @Test
    void aRouteThatValidatesBeforeTheAcknowledgementRefusesWhatCannotBeMapped() {
        bench.maps.impossible.add("Nameless");
        byte[] bad = Made.a08("C1", "P1", "Nameless").getBytes(StandardCharsets.UTF_8);
        var refused = send("direct:strict", bad).getMessage();
        assertThat(refused.getHeader("QantaraOutcome")).isEqualTo("refused");
        assertThat(refused.getHeader("QantaraErrorCode")).isEqualTo("INVALID_CONTENT");
        assertThat(refused.getHeader("QantaraAckCode")).isEqualTo("AE");
        assertThat(refused.getHeader("QantaraErrorLocation")).isEqualTo("PID^1^5");
        assertThat(send("direct:strict", Made.a08("C2", "P1", "Alaoui").getBytes(StandardCharsets.UTF_8))
                        .getMessage()
                        .getHeader("QantaraOutcome"))
                .isEqualTo("accepted");
        assertThat(send(bad).getMessage().getHeader("QantaraOutcome")).isEqualTo("accepted");
    }

    @Test
    void aRouteMayNotValidateAtAnyOtherTime() {
        assertThatThrownBy(() -> camel.getEndpoint("inbox:CHU-TEST?validate=sometimes"))
                .hasRootCauseMessage(
                        "inbox:CHU-TEST: validate is \"sometimes\", expected nothing (what cannot be mapped is"
                                + " quarantined) or before-ack (it is refused)");
    }

    @Test
    void aSenderThatWaitsForALaterAnswerIsRememberedByItsNumber() {
        var message = camel.createProducerTemplate()
                .request("direct:in", exchange -> {
                    exchange.getMessage().setBody(Made.a08("C9", "P9", "Alaoui").getBytes(StandardCharsets.UTF_8));
                    exchange.getMessage().setHeader("QantaraReplyTo", "reply-9");
                })
                .getMessage();
        assertThat(later.awaited).containsEntry(message.getHeader("QantaraIntake", Long.class), "reply-9");
        camel.createProducerTemplate().request("direct:in", exchange -> {
            exchange.getMessage().setBody("MSH|nothing".getBytes(StandardCharsets.UTF_8));
            exchange.getMessage().setHeader("QantaraReplyTo", "reply-10");
        });
        assertThat(later.awaited).doesNotContainValue("reply-10");
    }

    private static final class Later implements LaterAnswers {
        private final Map<Long, String> awaited = new ConcurrentHashMap<>();

        @Override
        public void awaited(long intake, String replyTo) {
            awaited.put(intake, replyTo);
        }

        @Override
        public void notAwaited(long intake) {
            awaited.remove(intake);
        }
    }

    @Test
    void aRouteThatConvertsTheBodyIsToldSo() {
        Exchange exchange = send("a string");
        assertThat(exchange.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes the bytes as received");
    }
}
