package org.qantara.connectors.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.qantara.connectors.mllp.Listening.ACCEPTS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qantara.connectors.mllp.metrics.Counter;

@Timeout(60)
class LimitsTest {
    private static String adt(String id) {
        return "MSH|^~\\&|HIS|CHU|Q|D|1||ADT^A01|" + id + "|P|2.5\rPID|1\r";
    }

    @Test
    void refusesConnectionsOverTheTotalAndPerAddress() throws Exception {
        try (Listening listening = new Listening("?connectionsMax=2", ACCEPTS);
                Peer one = listening.peer();
                Peer two = listening.peer()) {
            one.frame(adt("1")).answer();
            two.frame(adt("2")).answer();
            try (Peer three = listening.peer()) {
                assertThat(three.frame(adt("T")).answer())
                        .contains("MSA|AR|T\r", "too many connections (connectionsMax), the limit is 2");
                assertThat(three.rest()).isEmpty();
            }
            assertThat(listening.count(Counter.CONNECTIONS_REFUSED_TOTAL)).isEqualTo(1);
            assertThat(listening.received).as("refused, not kept").hasSize(2);
            one.close();
            await().until(() -> listening.consumer().getConnectionsOpen() == 1);
            try (Peer again = listening.peer()) {
                assertThat(again.frame(adt("3")).answer()).contains("MSA|AA|3");
            }
        }
        try (Listening listening = new Listening("?connectionsPerPeerMax=1", ACCEPTS);
                Peer one = listening.peer()) {
            one.frame(adt("1")).answer();
            try (Peer two = listening.peer()) {
                assertThat(two.frame(adt("T")).answer()).contains("MSA|AR|T\r", "connectionsPerPeerMax");
                assertThat(two.rest()).isEmpty();
            }
            try (Peer noise = listening.peer()) {
                assertThat(noise.raw("noise").rest()).isEmpty();
            }
            assertThat(listening.count(Counter.CONNECTIONS_REFUSED_PEER)).isEqualTo(2);
        }
    }

    @Test
    void closesIdleConnections() throws Exception {
        try (Listening listening = new Listening("?idleTimeoutMs=1500", ACCEPTS);
                Peer peer = listening.peer()) {
            assertThat(peer.frame(adt("1")).answer()).contains("MSA|AA|1");
            assertThat(peer.rest()).isEmpty();
            assertThat(listening.count(Counter.CONNECTIONS_IDLE_CLOSED)).isEqualTo(1);
        }
    }

    @Test
    void pausesAnAddressThatSendsTooFast() throws Exception {
        try (Listening listening = new Listening("?messagesPerSecondPerPeerMax=1", ACCEPTS);
                Peer peer = listening.peer()) {
            String three = ("\u000b" + adt("R") + "\u001c\r").repeat(3);
            peer.raw(three);
            for (int i = 0; i < 3; i++) {
                assertThat(peer.answer()).as("nothing is refused").contains("MSA|AA|R\r");
            }
            assertThat(listening.count(Counter.READS_PAUSED_RATE)).isPositive();
        }
    }

    /** More half frames than memory: reading pauses, nobody is lost, and everybody gets through in the end. */
    @Test
    void sharesTheMemoryForUnfinishedFrames() throws Exception {
        MllpComponent component = new MllpComponent();
        component.setFrameBudgetBytes(200_000);
        String filler = "x".repeat(90_000);
        try (Listening listening = new Listening(component, "?frameBytesMax=100000", ACCEPTS)) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                peers.add(listening.peer().raw("\u000b" + adt("B" + i) + filler.substring(0, 45_000)));
            }
            List<Thread> senders = IntStream.range(0, 10)
                    .mapToObj(i -> new Thread(() -> finish(peers.get(i), filler)))
                    .toList();
            senders.forEach(Thread::start);
            for (int i = 0; i < 10; i++) {
                assertThat(peers.get(i).answer()).contains("MSA|AA|B" + i);
            }
            for (Thread sender : senders) {
                sender.join();
            }
            assertThat(listening.count(Counter.READS_PAUSED_BUDGET)).isPositive();
            assertThat(listening.received).hasSize(10);
            await().untilAsserted(() -> assertThat(component.budget().used()).isZero());
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    private static void finish(Peer peer, String filler) {
        try {
            peer.raw(filler.substring(45_000) + "\u001c\r");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void givesTheMemoryBackHoweverAConnectionEnds() throws Exception {
        MllpComponent component = new MllpComponent();
        try (Listening listening = new Listening(component, "?halfFrameTimeoutMs=1000&frameBytesMax=50000", ACCEPTS)) {
            try (Peer half = listening.peer();
                    Peer silent = listening.peer();
                    Peer big = listening.peer();
                    Peer interrupted = listening.peer()) {
                half.raw("\u000bMSH|" + "x".repeat(20_000)).close();
                silent.raw("\u000bMSH|" + "x".repeat(20_000));
                big.raw("\u000bMSH|" + "x".repeat(200_000));
                interrupted.raw("\u000bMSH|" + "x".repeat(20_000) + "\u000b" + adt("1") + "\u001c\r");
                assertThat(interrupted.answer()).contains("MSA|AA|1");
                assertThat(silent.rest()).isEmpty();
                await().until(() -> listening.received.size() == 5);
            }
            await().untilAsserted(() -> assertThat(component.budget().used()).isZero());
            assertThat(listening.count(Counter.FRAMES_INTERRUPTED)).isEqualTo(1);
        }
    }

    @Test
    void doesNotFillItsMemoryForASenderThatNeverReads() throws Exception {
        try (Listening listening = new Listening("?writeTimeoutMs=300", ACCEPTS);
                Peer peer = listening.peer()) {
            peer.socket().setReceiveBufferSize(1024);
            String block = ("\u000b" + adt("U".repeat(14_000)) + "\u001c\r").repeat(20);
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 10_000; i++) {
                        peer.raw(block);
                    }
                } catch (java.io.IOException closed) {
                    // the server gave up on us, as it should
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            await().atMost(40, TimeUnit.SECONDS).until(() -> listening.count(Counter.CONNECTIONS_UNREAD_CLOSED) == 1);
            sender.join(20_000);
        }
    }

    /** 1,000 idle connections and 200 busy ones on two event loops and the worker pool. */
    @Test
    void servesManyConnectionsWithFewThreads() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        int threadsBefore = Thread.activeCount();
        try (Listening listening = new Listening("?connectionsPerPeerMax=2000", exchange -> {
            all.countDown();
            all.await();
            ACCEPTS.process(exchange);
        })) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 1200; i++) {
                peers.add(listening.peer());
            }
            for (int i = 0; i < 200; i++) {
                peers.get(i).frame(adt("C" + i));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(peers.get(i).answer()).contains("MSA|AA|C" + i);
            }
            assertThat(Thread.activeCount() - threadsBefore)
                    .as("128 workers, 2 loops and Camel's own")
                    .isLessThan(150);
            long until = System.nanoTime() + 30_000_000_000L; // the kernel connects before the server accepts
            while (listening.consumer().getConnectionsOpen() < 1200 && System.nanoTime() < until) Thread.onSpinWait();
            assertThat(listening.consumer().getConnectionsOpen()).isEqualTo(1200);
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\r\nHost: x\r\n\r\n', STRAY_HTTP",
        "'MSH|^~\\&|no|frame\r', STRAY_UNFRAMED",
        "'hello\r\n', STRAY_OTHER"
    })
    void tellsWhatIsNotMllp(String bytes, Counter counter) throws Exception {
        try (Listening listening = new Listening("?halfFrameTimeoutMs=200", ACCEPTS);
                Peer peer = listening.peer()) {
            String rest = peer.raw(bytes).rest();
            assertThat(listening.count(counter)).isEqualTo(1);
            assertThat(rest).startsWith(counter == Counter.STRAY_HTTP ? "HTTP/1.1 400 Bad Request" : "");
            assertThat(listening.received).isEmpty();
        }
    }

    @Test
    void tellsATlsHandshakeOnAPlainPort() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            peer.raw("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
            assertThat(peer.rest()).isEmpty();
            assertThat(listening.count(Counter.STRAY_TLS)).isEqualTo(1);
        }
    }

    @Test
    void bearsLineEndsBetweenFrames() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            peer.raw("\r\n").frame(adt("1")).raw("\n\n").frame(adt("2"));
            assertThat(peer.answer()).contains("MSA|AA|1");
            assertThat(peer.answer()).contains("MSA|AA|2");
            assertThat(listening.count(Counter.STRAY_OTHER)).isZero();
        }
    }

    @Test
    void readsEverySegmentEnd() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            for (String end : List.of("\r", "\n", "\r\n")) {
                String message = adt("S").replace("\r", end);
                assertThat(peer.frame(message).answer()).contains("MSA|AA|S\r");
            }
            assertThat(listening.texts())
                    .containsExactly(adt("S"), adt("S").replace("\r", "\n"), adt("S").replace("\r", "\r\n"));
        }
    }
}
