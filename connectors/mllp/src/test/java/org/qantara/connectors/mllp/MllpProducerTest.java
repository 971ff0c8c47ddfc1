package org.qantara.connectors.mllp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qantara.connectors.mllp.client.SendOutcome;

@Timeout(60)
class MllpProducerTest {
    private static final String ADT = "MSH|^~\\&|A|B|C|D|1||ADT^A01|77|P|2.5||||||UNICODE UTF-8\rPID|1||1||محمد\r";

    @Test
    void sendsAndLeavesTheAcknowledgement() throws Exception {
        try (Listening listening = new Listening("", Listening.ACCEPTS)) {
            var template = listening.context.createProducerTemplate();
            Exchange sent = template.request("mllp:127.0.0.1:" + listening.port(), exchange -> exchange.getIn()
                    .setBody(ADT));
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeader("QantaraAckCode")).isEqualTo("AA");
            assertThat(sent.getMessage().getBody(String.class)).contains("\rMSA|AA|77\r");
            assertThat(listening.received.element().body()).isEqualTo(ADT.getBytes(UTF_8));
        }
    }

    @Test
    void failsWithTheOutcome() throws Exception {
        try (Listening listening =
                new Listening("", exchange -> exchange.getMessage().setHeader("QantaraOutcome", "refused"))) {
            var template = listening.context.createProducerTemplate();
            CamelExecutionException thrown = catchThrowableOfType(
                    CamelExecutionException.class,
                    () -> template.requestBody(
                            "mllp:127.0.0.1:" + listening.port() + "?ackTimeoutMs=2000&connections=2", ADT));
            assertThat(thrown.getCause()).isInstanceOfSatisfying(MllpSendException.class, failed -> {
                assertThat(failed.outcome()).isInstanceOf(SendOutcome.Refused.class);
                assertThat(failed).hasMessageContaining("refused the message").hasMessageNotContaining("محمد");
            });
        }
    }
}
