package org.qantara.connectors.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.qantara.connectors.mllp.Listening.ACCEPTS;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qantara.connectors.mllp.metrics.Counter;

@Timeout(60)
class MllpConsumerTest {
    private static final String ADT =
            "MSH|^~\\&|HIS|CHU|QANTARA|DPP|20260102030405||ADT^A01|%s|P|2.5.1||||||UNICODE UTF-8\rPID|1||42\r";

    private static String adt(String id) {
        return ADT.formatted(id);
    }

    @Test
    void acknowledgesWhatTheInboxAccepted() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            String answer = peer.frame(adt("ID-1")).answer();
            assertThat(answer.split("\r")[0].split("\\|"))
                    .contains("QANTARA", "DPP", "HIS", "CHU", "ACK^A01^ACK", "P", "2.5.1", "UNICODE UTF-8");
            assertThat(answer.split("\r")[1]).isEqualTo("MSA|AA|ID-1");
            Listening.Received received = listening.received.element();
            assertThat(received.text()).isEqualTo(adt("ID-1"));
            assertThat(received.header("QantaraProtocol")).isEqualTo("mllp");
            assertThat(received.header("QantaraFormat")).isEqualTo("hl7v2");
            assertThat(received.header("QantaraPeer"))
                    .isEqualTo("127.0.0.1:" + peer.socket().getLocalPort());
            assertThat(received.header("QantaraPort")).isEqualTo(listening.port());
            assertThat(received.header("QantaraCharset")).isEqualTo("UTF-8");
            assertThat(received.header("QantaraCharsetSource")).isEqualTo("declared");
            assertThat((String) received.header("QantaraReceivedAt"))
                    .matches("\\d{4}-\\d\\d-\\d\\dT.*([+-]\\d\\d:\\d\\d|Z)");
            assertThat(received.headers()).doesNotContainKeys("QantaraTransportFault", "QantaraReplyTo");
        }
    }

    @Test
    void answersPipelinedFramesInTheirOrder() throws Exception {
        AtomicInteger inWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Listening listening = new Listening("?pipelineFramesMax=4", exchange -> {
                    most.accumulateAndGet(inWork.incrementAndGet(), Math::max);
                    ACCEPTS.process(exchange);
                    inWork.decrementAndGet();
                });
                Peer peer = listening.peer()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                all.append('\u000b').append(adt("P" + i)).append("\u001c\r");
            }
            peer.raw(all.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(peer.answer()).endsWith("MSA|AA|P" + i + "\r");
            }
            assertThat(listening.received).hasSize(200);
            assertThat(most).hasValue(1);
            assertThat(listening.count(Counter.READS_PAUSED_PIPELINE)).isPositive();
        }
    }

    @Test
    void rendersARefusal() throws Exception {
        try (Listening listening = new Listening("", exchange -> {
                    exchange.getMessage().setHeader("QantaraOutcome", "refused");
                    exchange.getMessage().setHeader("QantaraAckCode", "AE");
                    exchange.getMessage().setHeader("QantaraHl7Error", "101");
                    exchange.getMessage().setHeader("QantaraErrorLocation", "MSH^1^9");
                    exchange.getMessage().setHeader("QantaraErrorCode", "MISSING_FIELD");
                    exchange.getMessage().setHeader("QantaraErrorText", "MSH-9 is empty; say which message this is");
                });
                Peer peer = listening.peer()) {
            assertThat(peer.frame(adt("ID-2")).answer())
                    .endsWith(
                            "MSA|AE|ID-2\r"
                                    + "ERR||MSH^1^9|101^Required field missing^HL70357|E|MISSING_FIELD||MSH-9 is empty; say which message this is\r");
            assertThat(peer.frame(adt("ID-3").replace("2.5.1", "2.3")).answer())
                    .endsWith("MSA|AE|ID-3|MSH-9 is empty; say which message this is\r"
                            + "ERR|MSH^1^9^101&Required field missing&HL70357\r");
            assertThat(listening.count(Counter.ACKS_ERROR)).isEqualTo(2);
        }
    }

    @Test
    void neverAcknowledgesARouteThatFails() throws Exception {
        try (Listening listening = new Listening("", exchange -> {
                    ACCEPTS.process(exchange);
                    throw new IllegalStateException("disk full");
                });
                Peer peer = listening.peer()) {
            String answer = peer.frame(adt("ID-4")).answer();
            assertThat(answer).contains("MSA|AR|ID-4").doesNotContain("disk full");
            assertThat(listening.count(Counter.EXCHANGES_FAILED)).isEqualTo(1);
        }
    }

    @Test
    void neverAcknowledgesARouteWithoutAVerdict() throws Exception {
        try (Listening strict = new Listening("", exchange -> {});
                Peer peer = strict.peer()) {
            assertThat(peer.frame(adt("ID-5")).answer()).contains("MSA|AR|ID-5");
        }
        try (Listening completed = new Listening("?acknowledge=completed", exchange -> {});
                Peer peer = completed.peer()) {
            assertThat(peer.frame(adt("ID-6")).answer()).contains("MSA|AA|ID-6");
        }
    }

    @Test
    void rejectsOrClosesWhenNothingCouldBeStored() throws Exception {
        try (Listening listening = new Listening(
                        "", exchange -> exchange.getMessage().setHeader("QantaraOutcome", "unavailable"));
                Peer peer = listening.peer()) {
            assertThat(peer.frame(adt("ID-7")).answer()).contains("MSA|AR|ID-7");
        }
        try (Listening listening = new Listening("?onStoreFailure=close", exchange -> exchange.getMessage()
                        .setHeader("QantaraOutcome", "unavailable"));
                Peer peer = listening.peer()) {
            assertThat(peer.frame(adt("ID-8")).rest()).isEmpty();
        }
    }

    @Test
    void answersAFrameWithoutAReadableHeader() throws Exception {
        try (Listening listening = new Listening("", exchange -> {
                    exchange.getMessage().setHeader("QantaraOutcome", "refused");
                    exchange.getMessage().setHeader("QantaraAckCode", "AE");
                    exchange.getMessage().setHeader("QantaraHl7Error", "101");
                });
                Peer peer = listening.peer()) {
            String answer = peer.frame("hello").answer();
            assertThat(answer).startsWith("MSH|^~\\&|||||").contains("\rMSA|AE|\r");
            assertThat(listening.texts()).containsExactly("hello");
        }
    }

    @Test
    void keepsHalfFramesAndGivesNoAnswer() throws Exception {
        try (Listening listening = new Listening("?halfFrameTimeoutMs=200", ACCEPTS);
                Peer peer = listening.peer()) {
            peer.frame(adt("ID-9")).raw("\u000bMSH|^~\\&|HIS|half");
            assertThat(peer.answer()).contains("MSA|AA|ID-9");
            assertThat(peer.rest()).isEmpty();
            await().until(() -> listening.received.size() == 2);
            Listening.Received half =
                    listening.received.stream().skip(1).findFirst().orElseThrow();
            assertThat(half.text()).isEqualTo("MSH|^~\\&|HIS|half");
            assertThat((String) half.header("QantaraTransportFault")).contains("halfFrameTimeoutMs=200");
            assertThat(listening.count(Counter.FRAMES_HALF_SILENT)).isEqualTo(1);
        }
    }

    @Test
    void keepsWhatASenderSentBeforeItHungUp() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS)) {
            try (Peer peer = listening.peer()) {
                peer.frame(adt("F1")).frame(adt("F2")).raw("\u000bMSH|half");
            }
            await().until(() -> listening.received.size() == 3);
            assertThat(listening.texts()).containsExactly(adt("F1"), adt("F2"), "MSH|half");
            assertThat(listening.count(Counter.FRAMES_HALF_CLOSED)).isEqualTo(1);
        }
    }

    @Test
    void answersASenderThatHasClosedItsOutput() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            peer.frame(adt("H1")).frame(adt("H2")).endOutput();
            assertThat(peer.answer()).contains("MSA|AA|H1");
            assertThat(peer.answer()).contains("MSA|AA|H2");
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void endsSlowSenders() throws Exception {
        try (Listening listening = new Listening("?frameTimeoutMs=500", ACCEPTS);
                Peer peer = listening.peer()) {
            peer.raw("\u000bMSH|");
            await().pollInterval(50, TimeUnit.MILLISECONDS).until(() -> {
                if (listening.count(Counter.FRAMES_HALF_SLOW) == 0) {
                    peer.raw("x");
                }
                return !listening.received.isEmpty();
            });
            assertThat((String) listening.received.element().header("QantaraTransportFault"))
                    .contains("frameTimeoutMs=500");
        }
    }

    @Test
    void refusesAFrameOverTheLimitAndGoesOn() throws Exception {
        try (Listening listening = new Listening("?frameBytesMax=1000", ACCEPTS);
                Peer peer = listening.peer()) {
            assertThat(peer.frame(adt("BIG") + "x".repeat(950)).answer())
                    .contains("MSA|AE|BIG\r", "frameBytesMax is 1000");
            assertThat(peer.frame(adt("OK")).answer()).contains("MSA|AA|OK");
            assertThat((String) listening.received.element().header("QantaraTransportFault"))
                    .contains("frameBytesMax is 1000");
            peer.raw("\u000b" + adt("HUGE") + "x".repeat(3000));
            assertThat(peer.rest()).isEmpty();
            assertThat(listening.count(Counter.FRAMES_OVERSIZED)).isEqualTo(2);
        }
    }

    @Test
    void finishesWhatIsInWorkAtShutdown() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Listening listening = new Listening("", exchange -> {
            working.countDown();
            goOn.await();
            ACCEPTS.process(exchange);
        });
        try (Peer peer = listening.peer();
                Peer half = listening.peer()) {
            half.raw("\u000bMSH|half");
            peer.frame(adt("S1"));
            working.await();
            int port = listening.port();
            Thread stopping = new Thread(listening::close);
            stopping.start();
            await().until(() ->
                    listening.consumer() == null || listening.consumer().port() == -1);
            assertThat(half.rest())
                    .as("a half frame is dropped: its sender was told nothing")
                    .isEmpty();
            peer.frame(adt("S2"));
            goOn.countDown();
            assertThat(peer.answer()).contains("MSA|AA|S1");
            assertThat(restOrReset(peer))
                    .as("what came after the shutdown began is not acknowledged")
                    .isEmpty();
            stopping.join();
            assertThat(listening.texts()).containsExactly(adt("S1"));
            try (java.net.ServerSocket free = new java.net.ServerSocket()) {
                free.bind(new java.net.InetSocketAddress("127.0.0.1", port));
            }
        }
    }

    private static String restOrReset(Peer peer) {
        try {
            return peer.rest();
        } catch (java.io.IOException reset) {
            return "";
        }
    }
}
