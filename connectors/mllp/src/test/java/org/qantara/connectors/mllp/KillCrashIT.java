package org.qantara.connectors.mllp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.nio.NioEventLoopGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.connectors.mllp.client.ClientSettings;
import org.qantara.connectors.mllp.client.MllpClient;
import org.qantara.connectors.mllp.client.SendOutcome;
import org.qantara.connectors.mllp.metrics.Counters;

/** kill -9 in mid-traffic: the port is free at once, and whatever was acknowledged was stored before. */
class KillCrashIT {
    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void rebindsAtOnceAndNeverAcknowledgedWhatWasNotStored() throws Exception {
        Path stored = folder.resolve("stored");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        int port = 0;
        NioEventLoopGroup loops = new NioEventLoopGroup(1);
        for (int round = 0; round < 3; round++) {
            Path ready = folder.resolve("ready" + round);
            Process process = start(port, stored, ready);
            try {
                await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ready) || !process.isAlive());
                assertThat(process.isAlive())
                        .as("round %s: the port must be free after a kill", round)
                        .isTrue();
                port = Integer.parseInt(Files.readString(ready));
                int before = acknowledged.size();
                List<MllpClient> clients = traffic(port, loops, round, acknowledged);
                await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > before + 500);
                process.destroyForcibly().waitFor();
                clients.forEach(MllpClient::close);
            } finally {
                process.destroyForcibly();
            }
        }
        loops.shutdownGracefully().awaitUninterruptibly();
        assertThat(new HashSet<>(Files.readAllLines(stored))).containsAll(acknowledged);
        assertThat(acknowledged.size()).isGreaterThan(1500);
    }

    private static Process start(int port, Path stored, Path ready) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName(),
                        String.valueOf(port),
                        stored.toString(),
                        ready.toString())
                .inheritIO()
                .start();
    }

    private static List<MllpClient> traffic(int port, NioEventLoopGroup loops, int round, Set<String> acknowledged) {
        List<MllpClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            MllpClient client = new MllpClient(ClientSettings.plain("127.0.0.1", port), loops, new Counters());
            clients.add(client);
            send(client, round + "-" + i + "-", 0, acknowledged);
        }
        return clients;
    }

    private static void send(MllpClient client, String prefix, int number, Set<String> acknowledged) {
        String id = prefix + number;
        byte[] message = ("MSH|^~\\&|A|B|C|D|1||ADT^A01|" + id + "|P|2.5\rPID|1\r").getBytes(US_ASCII);
        client.send(message).thenAccept(outcome -> {
            if (outcome instanceof SendOutcome.Accepted) {
                acknowledged.add(id);
                send(client, prefix, number + 1, acknowledged);
            }
        });
    }
}
