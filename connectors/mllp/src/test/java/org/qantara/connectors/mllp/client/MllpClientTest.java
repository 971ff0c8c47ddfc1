package org.qantara.connectors.mllp.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.connectors.mllp.FakeReceiver.ack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.qantara.connectors.mllp.FakeReceiver;
import org.qantara.connectors.mllp.hl7.Acknowledgement;

@Timeout(60)
class MllpClientTest {

    private static byte[] message(String id) {
        return ("MSH|^~\\&|A|B|C|D|1||ADT^A01|" + id + "|P|2.5\rPID|1\r").getBytes(ISO_8859_1);
    }

    private static void with(List<FakeReceiver.Script> connections, Consumer test) throws Exception {
        with(connections, acknowledgement -> {}, test);
    }

    private static void with(
            List<FakeReceiver.Script> connections, java.util.function.Consumer<Acknowledgement> later, Consumer test)
            throws Exception {
        try (FakeReceiver receiver = new FakeReceiver(connections)) {
            ClientSettings settings = ClientSettings.plain("127.0.0.1", receiver.port())
                    .withAckTimeoutMs(500)
                    .withLater(later);
            try (MllpClient client = new MllpClient(settings)) {
                test.run(client);
            }
        }
    }

    private interface Consumer {
        void run(MllpClient client) throws Exception;
    }

    private static SendOutcome send(MllpClient client, String id) throws Exception {
        return client.send(message(id)).get(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsItsConnectionAndTellsAcceptedFromRefused() throws Exception {
        with(
                List.of(sender -> {
                    assertThat(sender.answer()).isEqualTo(new String(message("1"), ISO_8859_1));
                    sender.frame(ack("AA", "1"));
                    sender.answer();
                    sender.frame(ack("AE", "2") + "ERR||PID^1^3|101^Required field missing^HL70357|E\r");
                    sender.answer();
                    sender.frame("MSH|^~\\&|C|D|A|B|1||ACK|9|P|2.3\rMSA|AR|3|not today\rERR|MSH^1^9^200&Unsupported\r");
                }),
                client -> {
                    assertThat(send(client, "1")).isInstanceOf(SendOutcome.Accepted.class);
                    assertThat(send(client, "2")).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                        assertThat(refused.acknowledgement().code()).isEqualTo("AE");
                        assertThat(refused.acknowledgement().hl7Error()).isEqualTo("101");
                    });
                    assertThat(send(client, "3")).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                        assertThat(refused.acknowledgement().code()).isEqualTo("AR");
                        assertThat(refused.acknowledgement().hl7Error()).isEqualTo("200");
                        assertThat(refused.acknowledgement().text()).isEqualTo("not today");
                        assertThat(refused.acknowledgement().toString()).doesNotContain("today");
                    });
                });
    }

    @Test
    void sendsInOrderOneAtATime() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        with(
                List.of(sender -> {
                    for (int i = 0; i < 50; i++) {
                        String id = Acknowledgement.controlIdOf(sender.answerBytes());
                        seen.add(id);
                        assertThat(sender.socket().getInputStream().available()).isZero();
                        sender.frame(ack("AA", id));
                    }
                }),
                client -> {
                    List<CompletableFuture<SendOutcome>> all = new java.util.ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        all.add(client.send(message("M" + i)));
                    }
                    for (CompletableFuture<SendOutcome> one : all) {
                        assertThat(one.get(10, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Accepted.class);
                    }
                });
        assertThat(seen).hasSize(50).startsWith("M0", "M1", "M2").endsWith("M49");
    }

    @Test
    void ignoresTheAnswerToAnotherMessage() throws Exception {
        with(
                List.of(sender -> {
                    sender.answer();
                    sender.frame(ack("AA", "other"))
                            .frame("nonsense")
                            .frame(ack("AA", ""))
                            .frame(ack("AA", "5"));
                }),
                client -> assertThat(send(client, "5"))
                        .isInstanceOfSatisfying(SendOutcome.Accepted.class, accepted -> assertThat(
                                        accepted.acknowledgement().messageControlId())
                                .isEqualTo("5")));
    }

    @Test
    void neverMatchesALateAnswerWithTheNextMessage() throws Exception {
        with(
                List.of(
                        sender -> {
                            sender.answer();
                            sender.frame(ack("AA", "foreign"));
                            assertThat(sender.rest())
                                    .as("closed after the timeout")
                                    .isEmpty();
                        },
                        sender -> {
                            sender.answer();
                            sender.frame(ack("AA", "7"));
                        }),
                client -> {
                    assertThat(send(client, "6")).isEqualTo(new SendOutcome.TimedOut(500, 1));
                    assertThat(send(client, "7")).isInstanceOf(SendOutcome.Accepted.class);
                });
    }

    @Test
    void tellsLostConnectionsFromUnreachableReceivers() throws Exception {
        int[] port = new int[1];
        with(
                List.of(sender -> {
                    port[0] = sender.socket().getLocalPort();
                    sender.answer();
                }),
                client -> assertThat(send(client, "8")).isInstanceOf(SendOutcome.Disconnected.class));
        try (MllpClient nowhere = new MllpClient(ClientSettings.plain("127.0.0.1", port[0]))) {
            assertThat(send(nowhere, "9"))
                    .isInstanceOfSatisfying(
                            SendOutcome.Unreachable.class,
                            unreachable -> assertThat(unreachable.reason()).contains("127.0.0.1:" + port[0]));
        }
    }

    @Test
    void takesARefusalThatCouldNotNameTheMessage() throws Exception {
        with(
                List.of(sender -> {
                    sender.answer();
                    sender.frame(ack("AE", ""));
                }),
                client -> assertThat(send(client, "10")).isInstanceOf(SendOutcome.Refused.class));
    }

    @Test
    void handsOverApplicationAcknowledgementsThatFollow() throws Exception {
        CompletableFuture<Acknowledgement> later = new CompletableFuture<>();
        with(
                List.of(sender -> {
                    sender.answer();
                    sender.frame(ack("CA", "11")).frame(ack("AE", "11"));
                    later.get(10, TimeUnit.SECONDS);
                }),
                later::complete,
                client -> {
                    assertThat(send(client, "11")).isInstanceOf(SendOutcome.Accepted.class);
                    assertThat(later.get(10, TimeUnit.SECONDS).code()).isEqualTo("AE");
                });
    }

    /** Answers that are none, each on a connection of its own; the message after it is answered on a new one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void goesOnAfterAReceiverThatMisbehaves(
            String what, FakeReceiver.Script misbehaviour, Class<? extends SendOutcome> outcome) throws Exception {
        with(List.of(misbehaviour, sender -> sender.frame(ack("AA", FakeReceiver.read(sender)))), client -> {
            assertThat(send(client, "12")).isInstanceOf(outcome);
            assertThat(send(client, "13")).isInstanceOf(SendOutcome.Accepted.class);
        });
    }

    static Stream<Arguments> goesOnAfterAReceiverThatMisbehaves() {
        return Stream.of(
                misbehaviour("stays silent", sender -> sender.rest(), SendOutcome.TimedOut.class),
                misbehaviour(
                        "hangs up inside the answer",
                        sender -> sender.raw("\u000bMSH|^~\\&|"),
                        SendOutcome.Disconnected.class),
                misbehaviour(
                        "never ends the answer",
                        sender -> sender.raw("\u000b" + ack("AA", "12")).rest(),
                        SendOutcome.TimedOut.class),
                misbehaviour(
                        "answers without MSA",
                        sender -> sender.frame("MSH|^~\\&|A|B\r").rest(),
                        SendOutcome.TimedOut.class),
                misbehaviour(
                        "answers with an unknown code",
                        sender -> sender.frame(ack("OK", "12")).rest(),
                        SendOutcome.TimedOut.class),
                misbehaviour(
                        "speaks HTTP",
                        sender -> sender.raw("HTTP/1.1 400 Bad Request\r\n\r\n").rest(),
                        SendOutcome.TimedOut.class),
                misbehaviour("floods", sender -> sender.raw("x".repeat(10_000)), SendOutcome.Disconnected.class),
                misbehaviour(
                        "answers too much",
                        sender -> sender.raw("\u000b" + "x".repeat(3 << 20)),
                        SendOutcome.Disconnected.class));
    }

    private static Arguments misbehaviour(
            String what, FakeReceiver.Script script, Class<? extends SendOutcome> outcome) {
        FakeReceiver.Script afterReading = sender -> {
            FakeReceiver.read(sender);
            try {
                script.play(sender);
            } catch (java.net.SocketException hungUp) {
                // the client left, as it should
                sender.close();
            }
        };
        return Arguments.of(what, afterReading, outcome);
    }

    @Test
    void joinsAnAnswerThatComesByteByByte() throws Exception {
        with(
                List.of(sender -> FakeReceiver.slowly(sender, ack("AA", FakeReceiver.read(sender)))),
                client -> assertThat(send(client, "14")).isInstanceOf(SendOutcome.Accepted.class));
    }
}
