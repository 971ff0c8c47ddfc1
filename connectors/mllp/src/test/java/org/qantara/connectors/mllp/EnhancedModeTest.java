package org.qantara.connectors.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qantara.connectors.mllp.MllpConnections.Answered;
import org.qantara.connectors.mllp.hl7.Verdict;
import org.qantara.connectors.mllp.metrics.Counter;

@Timeout(60)
class EnhancedModeTest {
    private static final Verdict QUARANTINED =
            Verdict.refused("AE", "102", "PID^1^7", "birth date is no date", "BAD_DATE");

    private static String message(String id, String msh15, String msh16) {
        return "MSH|^~\\&|A|B|C|D|1||ADT^A01|" + id + "|P|2.5|||" + msh15 + "|" + msh16 + "\rPID|1\r";
    }

    private static Processor outcome(String outcome) {
        return exchange -> exchange.getMessage().setHeader("QantaraOutcome", outcome);
    }

    private static String replyTo(Listening listening) {
        return (String) listening.received.element().header("QantaraReplyTo");
    }

    @Test
    void commitsFirstAndAnswersForTheApplicationLater() throws Exception {
        try (Listening listening = new Listening("", Listening.ACCEPTS);
                Peer peer = listening.peer()) {
            assertThat(peer.frame(message("E1", "AL", "AL")).answer()).contains("\rMSA|CA|E1\r");
            assertThat(listening.component.connections().answer(replyTo(listening), QUARANTINED))
                    .isEqualTo(Answered.SENT);
            assertThat(peer.answer())
                    .contains(
                            "\rMSA|AE|E1\r",
                            "ERR||PID^1^7|102^Data type error^HL70357|E|BAD_DATE||birth date is no date\r");
            await().until(() -> listening.count(Counter.APPLICATION_ACKS_SENT) == 1);
            assertThat(listening.component.connections().answer(replyTo(listening), QUARANTINED))
                    .as("once only")
                    .isEqualTo(Answered.GONE);
        }
    }

    @Test
    void neverSendsTheApplicationsAnswerBeforeTheCommit() throws Exception {
        MllpComponent component = new MllpComponent();
        try (Listening listening = new Listening(component, "", exchange -> {
                    component
                            .connections()
                            .answer(exchange.getIn().getHeader("QantaraReplyTo", String.class), Verdict.ACCEPTED);
                    Listening.ACCEPTS.process(exchange);
                });
                Peer peer = listening.peer()) {
            peer.frame(message("E2", "AL", "AL"));
            assertThat(peer.answer()).contains("\rMSA|CA|E2\r");
            assertThat(peer.answer()).contains("\rMSA|AA|E2\r");
        }
    }

    /** What is answered at once for MSH-15/16 and an outcome of the inbox; empty = nothing. Table 0155. */
    @ParameterizedTest
    @CsvSource({
        "AL, NE, accepted, CA",
        "AL, '', accepted, CA",
        "AL, AL, refused, CE",
        "AL, AL, unavailable, CE",
        "ER, NE, accepted, ''",
        "ER, NE, refused, CE",
        "SU, NE, accepted, CA",
        "SU, NE, refused, ''",
        "NE, NE, accepted, ''",
        "NE, NE, refused, ''",
        "NE, AL, accepted, ''",
        "NE, AL, refused, AE",
        "NE, ER, unavailable, AR",
        "'', AL, refused, AE",
        "XX, NE, accepted, CA",
        "'', '', accepted, AA",
        "'', '', unavailable, AR"
    })
    void answersAtOnceWhatWasAskedFor(String msh15, String msh16, String outcome, String code) throws Exception {
        try (Listening listening = new Listening("", outcome(outcome));
                Peer peer = listening.peer()) {
            peer.frame(message("E3", msh15, msh16)).endOutput();
            String all = peer.rest();
            if (code.isEmpty()) {
                assertThat(all).isEmpty();
                assertThat(listening.count(Counter.ACKS_WITHHELD)).isEqualTo(1);
            } else {
                assertThat(all).contains("\rMSA|" + code + "|E3\r").containsOnlyOnce("MSA|");
            }
        }
    }

    @Test
    void sendsOnlyTheApplicationAnswersThatAreWanted() throws Exception {
        try (Listening listening = new Listening("", Listening.ACCEPTS);
                Peer peer = listening.peer()) {
            assertThat(peer.frame(message("E4", "AL", "ER")).answer()).contains("MSA|CA|E4");
            assertThat(listening.component.connections().answer(replyTo(listening), Verdict.ACCEPTED))
                    .isEqualTo(Answered.NOT_WANTED);
            assertThat(peer.frame(message("E5", "AL", "NE")).answer()).contains("MSA|CA|E5");
            assertThat(listening.received.stream()
                            .skip(1)
                            .findFirst()
                            .orElseThrow()
                            .headers())
                    .doesNotContainKey("QantaraReplyTo");
        }
    }

    @Test
    void dropsAndCountsTheAnswerWhenTheConnectionIsGone() throws Exception {
        try (Listening listening = new Listening("", Listening.ACCEPTS)) {
            try (Peer peer = listening.peer()) {
                assertThat(peer.frame(message("E6", "AL", "AL")).answer()).contains("MSA|CA|E6");
            }
            await().until(() -> listening.consumer().getConnectionsOpen() == 0);
            assertThat(listening.component.connections().answer(replyTo(listening), Verdict.ACCEPTED))
                    .isEqualTo(Answered.GONE);
            assertThat(listening.component.connections().answer("of-an-earlier-run:1", Verdict.ACCEPTED))
                    .isEqualTo(Answered.GONE);
            assertThat(listening.count(Counter.APPLICATION_ACKS_DROPPED)).isEqualTo(2);
        }
    }

    @Test
    void givesNoReplyToForWhatWasRefused() throws Exception {
        try (Listening listening = new Listening("", outcome("refused"));
                Peer peer = listening.peer()) {
            assertThat(peer.frame(message("E7", "AL", "AL")).answer()).contains("MSA|CE|E7");
            await().until(() ->
                    listening.component.connections().answer(replyTo(listening), QUARANTINED) == Answered.GONE);
        }
    }
}
