package org.qantara.connectors.lab.astm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.connectors.lab.QantaraHeaders;
import org.qantara.emulate.AnalyserEmulator;
import org.qantara.emulate.AnalyserEmulator.Waits;
import org.qantara.emulate.Dialect;
import org.qantara.emulate.LineFaults;

/** The component over real sockets against emulated analysers that share no code with it. */
@Timeout(60)
class LabAstmIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Waits QUICK = new Waits(5_000, 50, 50);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final TestInbox inbox = new TestInbox();

    @AfterEach
    void stop() {
        camel.stop();
    }

    private int start(String address, String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("lab-astm:" + address + "?" + options).routeId("lab").process(inbox);
            }
        });
        camel.start();
        return ((LabAstmConsumer) camel.getRoute("lab").getConsumer()).getLocalPort();
    }

    private static AnalyserEmulator call(Dialect dialect, int port) throws IOException {
        return new AnalyserEmulator(dialect, () -> new Socket(LOOPBACK, port), LineFaults.none(), QUICK);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void messagesOfEveryDialectArriveAsTheyWereSent(Dialect dialect) throws Exception {
        int port = start("127.0.0.1:0", "profile=" + dialect.profile());
        String small = dialect.results("A1", "S1", "7.0");
        String big = dialect.results(
                "A1", "S2", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16");
        try (AnalyserEmulator analyser = call(dialect, port)) {
            analyser.send(small);
            assertThat(inbox.acceptedBodies())
                    .as("stored before the sender saw its ACK")
                    .containsExactly(small);
            analyser.send(big);
        }
        assertThat(inbox.acceptedBodies()).containsExactly(small, big);
        assertThat(inbox.accepted.get(0).headers())
                .containsEntry(QantaraHeaders.PROTOCOL, "astm")
                .containsEntry(QantaraHeaders.FORMAT, "astm")
                .containsEntry(QantaraHeaders.PORT, port)
                .containsEntry(QantaraHeaders.CHARSET, "ISO-8859-1")
                .containsEntry(QantaraHeaders.CHARSET_SOURCE, "assumed");
        assertThat(inbox.accepted.get(0).headers().get(QantaraHeaders.PEER).toString())
                .startsWith("127.0.0.1:");
        OffsetDateTime.parse(
                inbox.accepted.get(0).headers().get(QantaraHeaders.RECEIVED_AT).toString());
    }

    @Test
    void theLastFrameIsAcknowledgedOnlyAfterTheInboxHasStored() throws Exception {
        CountDownLatch mayStore = new CountDownLatch(1);
        inbox.verdict = body -> {
            try {
                return mayStore.await(20, TimeUnit.SECONDS) ? "accepted" : "unavailable";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        int port = start("127.0.0.1:0", "profile=sysmex");
        try (AnalyserEmulator analyser = call(Dialect.SYSMEX, port)) {
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> send(analyser, Dialect.SYSMEX.results("A", "S", "7")));
            await().until(() -> inbox.handedOver.isEmpty());
            assertThat(sent).isNotDone();
            mayStore.countDown();
            sent.get(10, TimeUnit.SECONDS);
            assertThat(inbox.accepted).hasSize(1);
        }
    }

    private static void send(AnalyserEmulator analyser, String message) {
        try {
            analyser.send(message);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void unavailableIsRepeatedUntilStored() throws Exception {
        List<String> verdicts =
                new java.util.concurrent.CopyOnWriteArrayList<>(List.of("unavailable", "unavailable", "accepted"));
        inbox.verdict = body -> verdicts.remove(0);
        int port = start("127.0.0.1:0", "profile=cobas");
        try (AnalyserEmulator analyser = call(Dialect.COBAS, port)) {
            analyser.send(Dialect.COBAS.results("A", "S", "7"));
        }
        assertThat(inbox.accepted).hasSize(1);
        assertThat(inbox.others).hasSize(2);
    }

    @Test
    void aRouteThatFailsOrForgetsTheInboxIsNotAcknowledged() throws Exception {
        inbox.verdict = body -> {
            if (inbox.handedOver.isEmpty()) return "something";
            if (inbox.others.size() == 1) {
                inbox.others.add(inbox.others.get(0));
                throw new IllegalStateException("database");
            }
            return "accepted";
        };
        int port = start("127.0.0.1:0", "profile=cobas");
        try (AnalyserEmulator analyser = call(Dialect.COBAS, port)) {
            analyser.send(Dialect.COBAS.results("A", "S", "7"));
        }
        assertThat(inbox.accepted).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHostQueryIsAnsweredInASessionOfItsOwn(Dialect dialect) throws Exception {
        String orders = dialect.results("HOST", "S77", "");
        inbox.reply = body -> body.contains("S77") ? orders : null;
        int port = start("127.0.0.1:0", "profile=" + dialect.profile());
        try (AnalyserEmulator analyser = call(dialect, port)) {
            analyser.send(dialect.query("A", "S77"));
            assertThat(analyser.receive(5_000)).isEqualTo(orders);
            analyser.send(dialect.results("A", "S1", "1"));
            assertThat(analyser.receive(300)).as("a result is not answered").isNull();
        }
        assertThat(inbox.accepted).hasSize(2);
        assertThat(inbox.faults).isEmpty();
    }

    @Test
    void onContentionTheAnalyserGoesFirstAndTheReplyFollows() throws Exception {
        String orders = Dialect.COBAS.results("HOST", "S77", "");
        inbox.reply = body -> body.contains("S77") ? orders : null;
        int port = start("127.0.0.1:0", "profile=cobas");
        try (AnalyserEmulator analyser = call(Dialect.COBAS, port)) {
            analyser.send(Dialect.COBAS.query("A", "S77"));
            // the host's ENQ is on its way; our own ENQ answers it, which is contention (6.2)
            String result = Dialect.COBAS.results("A", "S2", "4.4");
            analyser.send(result);
            assertThat(inbox.acceptedBodies()).contains(result);
            assertThat(analyser.receive(5_000)).isEqualTo(orders);
        }
    }

    @Test
    void anAnswerThatTheAnalyserRefusesBecomesAFault() throws Exception {
        String orders = Dialect.COBAS.results("HOST", "S77", "");
        inbox.reply = body -> orders;
        int port = start("127.0.0.1:0", "profile=cobas");
        try (AnalyserEmulator analyser = call(Dialect.COBAS, port)) {
            analyser.send(Dialect.COBAS.query("A", "S77"));
            assertThat(analyser.rawAnswer(5_000)).isEqualTo(0x05);
            analyser.raw(new byte[] {0x06});
            for (int naks = 0; naks < 6; ) {
                int b = analyser.rawAnswer(5_000);
                if (b == '\n') {
                    analyser.raw(new byte[] {0x15});
                    naks++;
                }
            }
            assertThat(analyser.rawAnswer(5_000)).as("EOT after six NAKs").isEqualTo(0x04);
        }
        await().until(() -> inbox.faults.size() == 1);
        assertThat(inbox.faults.get(0).body()).isEqualTo(orders);
        assertThat(inbox.faults
                        .get(0)
                        .headers()
                        .get(QantaraHeaders.TRANSPORT_FAULT)
                        .toString())
                .contains("the answer to a host query was not delivered")
                .contains("6 attempts at frame 1");
    }

    @Test
    void halfAMessageBecomesAFaultWhenTheConnectionBreaks() throws Exception {
        int port = start("127.0.0.1:0", "profile=maglumi");
        try (AnalyserEmulator analyser = call(Dialect.MAGLUMI, port)) {
            analyser.raw("\u0005\u0002H|\\^&\rP|1\r\u0003".getBytes(StandardCharsets.US_ASCII));
            assertThat(analyser.rawAnswer(5_000)).isEqualTo(0x06);
            assertThat(analyser.rawAnswer(5_000)).isEqualTo(0x06);
        }
        await().until(() -> inbox.faults.size() == 1);
        assertThat(inbox.faults.get(0).body()).isEqualTo("H|\\^&\rP|1\r");
        assertThat(inbox.accepted).isEmpty();
    }

    @Test
    void aTerminalServerIsCalledAndCalledAgain() throws Exception {
        try (ServerSocket terminalServer = new ServerSocket(0, 5, LOOPBACK)) {
            start("127.0.0.1:" + terminalServer.getLocalPort(), "mode=client&profile=sysmex&reconnectMs=50");
            try (AnalyserEmulator analyser =
                    new AnalyserEmulator(Dialect.SYSMEX, terminalServer::accept, LineFaults.none(), QUICK)) {
                analyser.send(Dialect.SYSMEX.results("A", "S1", "1"));
            }
            try (AnalyserEmulator analyser =
                    new AnalyserEmulator(Dialect.SYSMEX, terminalServer::accept, LineFaults.none(), QUICK)) {
                analyser.send(Dialect.SYSMEX.results("A", "S2", "2"));
            }
        }
        assertThat(inbox.accepted).hasSize(2);
    }

    @Test
    void aTerminalServerThatComesUpLaterIsReached() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 5, LOOPBACK)) {
            port = free.getLocalPort();
        }
        start("127.0.0.1:" + port, "mode=client&profile=sysmex&reconnectMs=50");
        ServerSocket late = new ServerSocket();
        late.setReuseAddress(true);
        late.bind(new java.net.InetSocketAddress(LOOPBACK, port));
        try (late;
                AnalyserEmulator analyser =
                        new AnalyserEmulator(Dialect.SYSMEX, late::accept, LineFaults.none(), QUICK)) {
            analyser.send(Dialect.SYSMEX.results("A", "S1", "1"));
        }
        assertThat(inbox.accepted).hasSize(1);
    }

    @Test
    void ordersAreSentThroughTheLineThatTheAnalyserOpened() throws Exception {
        int port = start("127.0.0.1:0", "profile=cobas");
        String orders = Dialect.COBAS.results("HOST", "S9", "");
        String to = "lab-astm:127.0.0.1:0?profile=cobas";
        assertThatThrownBy(() ->
                        camel.createProducerTemplate().requestBody(to, orders.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .hasMessageContaining("0 analysers are connected");
        try (AnalyserEmulator analyser = call(Dialect.COBAS, port)) {
            analyser.send(Dialect.COBAS.results("A", "S1", "1"));
            CompletableFuture<Object> sent = camel.createProducerTemplate()
                    .asyncRequestBody(to, (Object) orders.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(analyser.receive(5_000)).isEqualTo(orders);
            sent.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void aConnectionTooManyIsClosedAndDisturbsNobody() throws Exception {
        int port = start("127.0.0.1:0", "profile=cobas&connectionsMax=1");
        try (AnalyserEmulator analyser = call(Dialect.COBAS, port)) {
            analyser.send(Dialect.COBAS.results("A", "S1", "1"));
            try (Socket second = new Socket(LOOPBACK, port)) {
                second.setSoTimeout(5_000);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            analyser.send(Dialect.COBAS.results("A", "S2", "2"));
        }
        assertThat(inbox.accepted).hasSize(2);
    }

    @Test
    void bytesMayArriveOneByOne() throws Exception {
        int port = start("127.0.0.1:0", "profile=maglumi");
        try (AnalyserEmulator analyser = call(Dialect.MAGLUMI, port)) {
            for (byte b : "\u0005\u0002H|\\^&\rL|1|N\r\u0003".getBytes(StandardCharsets.US_ASCII))
                analyser.raw(new byte[] {b});
            assertThat(analyser.rawAnswer(5_000)).isEqualTo(0x06);
            assertThat(analyser.rawAnswer(5_000)).isEqualTo(0x06);
        }
        assertThat(inbox.acceptedBodies()).containsExactly("H|\\^&\rL|1|N\r");
    }

    @Test
    void aPortThatIsTakenFailsTheRouteWhichStartsWhenItIsFree() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> start("127.0.0.1:" + other.getLocalPort(), "profile=cobas"))
                    .hasRootCauseInstanceOf(BindException.class);
        }
        camel.start();
        int port = ((LabAstmConsumer) camel.getRoute("lab").getConsumer()).getLocalPort();
        try (AnalyserEmulator analyser = call(Dialect.COBAS, port)) {
            analyser.send(Dialect.COBAS.results("A", "S1", "1"));
        }
        assertThat(inbox.accepted).hasSize(1);
    }

    @Test
    void wrongOptionsStopTheRouteWithTheirNames() {
        assertThatThrownBy(() -> start("127.0.0.1:0", "profile=nosuch"))
                .hasStackTraceContaining("profile nosuch: no such profile");
    }
}
