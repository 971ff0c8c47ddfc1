package org.qantara.engine.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    private Bench bench;
    private DefaultCamelContext camel;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(folder);
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("qantaraInbox", bench.engine().inbox());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("inbox:CHU-TEST?authority=CHU&zone=Africa/Casablanca&types=RAW(ADT^*,ORU^R01)"
                                + "&sendingApplication=HIS");
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
        return camel.createProducerTemplate().request("direct:in", exchange -> {
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
    void aRouteThatConvertsTheBodyIsToldSo() {
        Exchange exchange = send("a string");
        assertThat(exchange.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes the bytes as received");
    }
}
