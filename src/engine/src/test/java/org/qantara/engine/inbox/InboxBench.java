package org.qantara.engine.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerSettings;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Made;

/**
 * How many messages a second the inbox acknowledges at 1, 8 and 64 connections, each waiting for its answer, beside as many bare
 * durable senders on the same broker in the same run. Only the ratio means anything.
 */
@Tag("long")
class InboxBench {
    private static final long RUN_MS = Long.getLong("bench.ms", 4_000);

    @TempDir
    Path folder;

    private interface Once {
        void run(int connection, long number) throws Exception;
    }

    @Test
    void acknowledgedPerSecond() throws Exception {
        try (Broker broker =
                        Broker.start(BrokerSettings.embedded(folder.resolve("broker")), new Topology(List.of("dpp")));
                Inbox inbox = new Inbox(broker, InboxLimits.DEFAULT, "node", () -> 0, new Nobody())) {
            ClientSession[] sessions = new ClientSession[64];
            ClientProducer[] producers = new ClientProducer[64];
            for (int i = 0; i < 64; i++) {
                sessions[i] = broker.link().session();
                producers[i] = sessions[i].createProducer();
            }
            byte[] body = Made.received(Made.a08("C", "P", "Name")).body();
            Once bare = (connection, number) -> producers[connection].send(
                    Topology.laneAddress(connection, true),
                    sessions[connection].createMessage(true).writeBodyBufferBytes(body));
            Once own = (connection, number) -> {
                Verdict verdict = inbox.receive(Made.received(
                                Made.a08(connection + "-" + number, "P" + (number * 31 + connection) % 5_000, "Name")))
                        .get();
                assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            };
            System.out.println("messages of " + body.length + " bytes, journal NIO with fsync, "
                    + Runtime.getRuntime().availableProcessors() + " cores, " + RUN_MS + " ms each");
            measure("warm-up", 8, own);
            for (int connections : new int[] {1, 8, 64}) {
                double peer = measure("bare broker sender", connections, bare);
                double mine = measure("inbox", connections, own);
                System.out.printf("%d connections: ratio %.2f%n", connections, mine / peer);
            }
        }
    }

    private static double measure(String what, int connections, Once once) throws Exception {
        AtomicLong done = new AtomicLong();
        long until = System.nanoTime() + RUN_MS * 1_000_000;
        long[][] times = new long[connections][];
        List<Thread> threads = IntStream.range(0, connections)
                .mapToObj(connection -> new Thread(() -> {
                    long[] own = new long[200_000];
                    int n = 0;
                    try {
                        while (System.nanoTime() < until && n < own.length) {
                            long began = System.nanoTime();
                            once.run(connection, n);
                            own[n++] = System.nanoTime() - began;
                            done.incrementAndGet();
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    } finally {
                        times[connection] = Arrays.copyOf(own, n);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all = Arrays.stream(times).flatMapToLong(Arrays::stream).sorted().toArray();
        double perSecond = done.get() * 1000.0 / RUN_MS;
        System.out.printf(
                "%-20s %2d connections: %,.0f/s p50 %.1f ms p99 %.1f ms%n",
                what, connections, perSecond, all[all.length / 2] / 1e6, all[(int) (all.length * 0.99)] / 1e6);
        return perSecond;
    }

    private static final class Nobody implements Stored {
        @Override
        public void stored(StoredMessage message) {}

        @Override
        public void answered(Received received, Verdict verdict, long nanos) {}

        @Override
        public void sentAgain(StoredMessage message) {}

        @Override
        public CompletableFuture<Void> isVoid(String facility, long number, String reason) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
