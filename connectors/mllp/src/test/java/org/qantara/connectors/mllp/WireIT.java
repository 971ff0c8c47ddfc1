package org.qantara.connectors.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real sockets, many senders at once, every frame split at random places, random pauses of the route: each sender gets exactly its answers, in its
 * order, and the inbox has exactly the bytes that were sent.
 */
@Timeout(120)
class WireIT {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesMixesAndReordersNothing(long seed) throws Exception {
        int senders = 20;
        int messages = 60;
        try (Listening listening = new Listening("?pipelineFramesMax=3", exchange -> {
            if (exchange.getIn().getBody(byte[].class).length % 7 == 0) {
                Thread.yield();
            }
            Listening.ACCEPTS.process(exchange);
        })) {
            List<CompletableFuture<List<String>>> all = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                Random random = new Random(seed * 1000 + sender);
                List<String> bodies = new ArrayList<>();
                for (int i = 0; i < messages; i++) {
                    bodies.add(message(sender + "-" + i, random));
                }
                sent.addAll(bodies);
                all.add(CompletableFuture.supplyAsync(() -> converse(listening, bodies, random), threads));
            }
            for (int sender = 0; sender < senders; sender++) {
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < messages; i++) {
                    expected.add("MSA|AA|" + sender + "-" + i);
                }
                assertThat(all.get(sender).join()).isEqualTo(expected);
            }
            assertThat(listening.texts()).containsExactlyInAnyOrderElementsOf(sent);
            await().untilAsserted(() ->
                    assertThat(listening.component.budget().used()).isZero());
        }
    }

    private static String message(String id, Random random) {
        byte[] noise = new byte[random.nextInt(3000)];
        random.nextBytes(noise);
        String content = new String(noise, ISO_8859_1).replace("\u001c\r", "  ").replace("\u000bMSH", "    ");
        return "MSH|^~\\&|A|B|C|D|1||ADT^A01|" + id + "|P|2.5\rOBX|1|ED|||" + content + "|\r";
    }

    private List<String> converse(Listening listening, List<String> bodies, Random random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        bodies.forEach(body -> stream.writeBytes(("\u000b" + body + "\u001c\r").getBytes(ISO_8859_1)));
        byte[] bytes = stream.toByteArray();
        try (Peer peer = listening.peer()) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(peer, bytes, random), threads);
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < bodies.size(); i++) {
                answers.add(peer.answer().split("\r")[1]);
            }
            writing.join();
            return answers;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Peer peer, byte[] bytes, Random random) {
        try {
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextInt(20) == 0 ? 8000 : 400));
                peer.raw(java.util.Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
