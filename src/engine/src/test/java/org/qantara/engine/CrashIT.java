package org.qantara.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.testing.EngineProcess;
import org.qantara.engine.testing.RecordingFhirServer;

/** kill -9 under load, several times: nothing acknowledged is lost, nothing is doubled, no patient's order is broken. */
class CrashIT {
    private static final int KILLS = 3;
    private static final int CONNECTIONS = 4;
    private static final int PATIENTS = 40;

    @TempDir
    Path folder;

    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    @Test
    void acknowledgedMessagesSurviveBeingKilledUnderLoad() throws Exception {
        try (RecordingFhirServer server = new RecordingFhirServer()) {
            for (int round = 0; round < KILLS; round++) {
                Process engine = engine(server);
                List<Thread> senders = load(port(engine), round);
                int before = acknowledged.size();
                await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= before + 400);
                engine.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                for (Thread sender : senders) {
                    sender.join(10_000);
                }
            }
            Process last = engine(server);
            try {
                port(last);
                await().atMost(Duration.ofSeconds(90))
                        .untilAsserted(() -> assertThat(missing(server)).isEmpty());
                proveFromOutside(server);
            } finally {
                last.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private List<Long> missing(RecordingFhirServer server) {
        var held =
                server.writes().stream().map(RecordingFhirServer.Write::intake).collect(Collectors.toSet());
        return acknowledged.values().stream()
                .filter(intake -> !held.contains(intake))
                .toList();
    }

    private void proveFromOutside(RecordingFhirServer server) {
        Map<Long, String> bodies = new HashMap<>();
        int inversions = server.late();
        int doubles = 0;
        for (RecordingFhirServer.Write write : server.writes()) {
            // delivered again after a crash with the same number and content is once; other content would be a double
            String known = bodies.putIfAbsent(write.intake(), write.body());
            doubles += known != null && !known.equals(write.body()) ? 1 : 0;
        }
        System.out.printf(
                "killed %d times: %d acknowledged, %d writes, lost %d, doubled %d, inversions %d%n",
                KILLS,
                acknowledged.size(),
                server.writes().size(),
                missing(server).size(),
                doubles,
                inversions);
        assertThat(inversions).isZero();
        assertThat(doubles).isZero();
        assertThat(acknowledged.values()).doesNotHaveDuplicates();
    }

    private List<Thread> load(int port, int round) {
        List<Thread> senders = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            int number = connection;
            Thread thread = new Thread(() -> send(port, round + "-" + number));
            thread.setDaemon(true);
            thread.start();
            senders.add(thread);
        }
        return senders;
    }

    private void send(int port, String name) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; ; i++) {
                String id = name + "-" + i;
                out.print(id + "\tP" + (id.hashCode() & 0x7fffffff) % PATIENTS + "\tN" + id + "\n");
                out.flush();
                String answer = in.readLine();
                if (answer == null) {
                    return;
                }
                String[] part = answer.split("\t");
                acknowledged.put(part[0], Long.parseLong(part[1]));
            }
        } catch (IOException e) {
            // killed: what was not answered is not promised
        }
    }

    private Process engine(RecordingFhirServer server) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EngineProcess.class.getName(),
                        folder.toString(),
                        server.base().toString())
                .redirectError(new File(folder.toFile(), "engine-" + System.nanoTime() + ".log"))
                .start();
    }

    private static int port(Process engine) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(engine.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready ")) {
                return Integer.parseInt(line.substring(6).strip());
            }
        }
        throw new IOException("the engine did not start; see engine-*.log");
    }
}
