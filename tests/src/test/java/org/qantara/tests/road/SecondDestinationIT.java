package org.qantara.tests.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.app.node.Running;
import org.qantara.app.settings.Environment;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.tests.process.TestHome;
import org.qantara.tests.sink.Sink;
import org.qantara.tests.sink.SinkProof;

/** The hospital's own system beside the DPP: it gets what it takes, as received; while it is dead the DPP gets everything. */
class SecondDestinationIT {
    @TempDir
    Path folder;

    private final List<String> his = new CopyOnWriteArrayList<>();

    @Test
    void aDeadHisHoldsNothingUpAndGetsEverythingInOrderLater() throws Exception {
        List<Integer> ports = TestHome.freePorts(4);
        int hisPort = ports.get(3);
        try (Sink dpp = Sink.start(folder.resolve("sink.log"))) {
            Settings settings = Settings.from(
                    Role.ENGINE,
                    new Environment(Map.of(
                            "QANTARA_HOME",
                                    TestHome.withPorts(folder.resolve("home"), ports.subList(0, 2))
                                            .toString(),
                            "QANTARA_DATA", folder.resolve("data").toString(),
                            "QANTARA_HTTP_PORT", ports.get(2).toString(),
                            "QANTARA_DPP_URL", dpp.base().toString(),
                            "QANTARA_DESTINATIONS",
                                    "his=mllp://127.0.0.1:" + hisPort + "?types=ADT^A04&idempotent=true")));
            try (Running running = Running.start(settings)) {
                for (int i = 0; i < 10; i++) send(ports.get(0), i);
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> SinkProof.of(dpp.log()).messages() == 10);
                assertThat(his).isEmpty();
                var engine = Objects.requireNonNull(running.node().engine()).engine();
                await("the look at the queues is up to two seconds old")
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(engine.status().destinations())
                                .filteredOn(one -> one.name().equals("his"))
                                .singleElement()
                                .satisfies(one -> assertThat(one.queued()).isPositive()));
                try (ServerSocket server = new ServerSocket(hisPort, 50, InetAddress.getLoopbackAddress())) {
                    Thread thread = new Thread(() -> serve(server), "his");
                    thread.setDaemon(true);
                    thread.start();
                    await().atMost(Duration.ofMinutes(1)).until(() -> his.size() == 5);
                    assertThat(his)
                            .as("its own type only, one patient, in order")
                            .containsExactly("D0", "D2", "D4", "D6", "D8");
                }
            }
        }
    }

    private static void send(int port, int i) throws Exception {
        String type = i % 2 == 0 ? "A04" : "A08";
        String message = "MSH|^~\\&|HIS|CHURABAT|QANTARA|DPP|20260301100000||ADT^" + type + "^ADT_A01|D" + i
                + "|P|2.5.1\rEVN||20260301100000\rPID|1||7800001^^^CHU-RABAT^PI||Naciri" + i + "^Amal||19800105|F\r";
        try (var client = new MllpClient(ClientSettings.plain("127.0.0.1", port))) {
            assertThat(client.send(message.getBytes(StandardCharsets.UTF_8)).get(60, TimeUnit.SECONDS))
                    .isInstanceOf(SendOutcome.Accepted.class);
        }
    }

    private void serve(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    answer(socket);
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private void answer(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != 0x1c) {
                frame.write(b);
                continue;
            }
            in.read();
            String id = frame.toString(StandardCharsets.UTF_8).split("\\|", 11)[9];
            his.add(id);
            frame.reset();
            String ack = "\u000bMSH|^~\\&|A|B|C|D|20260301||ACK|X|P|2.5.1\rMSA|AA|" + id + "\r\u001c\r";
            socket.getOutputStream().write(ack.getBytes(StandardCharsets.UTF_8));
        }
    }
}
