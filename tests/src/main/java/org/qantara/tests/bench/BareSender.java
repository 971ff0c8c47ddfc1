package org.qantara.tests.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.ConcurrentHistogram;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerSettings;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;
import org.qantara.tests.load.LoadResult;

/**
 * The limit that a journal with fsync sets: as many durable blocking senders as connections, to a broker with the engine's settings,
 * in this process. They read nothing, judge nothing, number nothing.
 */
final class BareSender implements AutoCloseable {
    private static final long LONGEST_US = 60_000_000;

    private final Broker broker;

    BareSender(Path folder) throws BrokerUnavailable {
        broker = Broker.start(BrokerSettings.embedded(folder.resolve("bare-broker")), new Topology(List.of("nobody")));
    }

    LoadResult measure(int senders, byte[] body, Duration warmUp, Duration duration) throws Exception {
        long fromNs = System.nanoTime() + warmUp.toNanos();
        long untilNs = fromNs + duration.toNanos();
        ConcurrentHistogram times = new ConcurrentHistogram(LONGEST_US, 3);
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int number = 0; number < senders; number++) {
                int first = number;
                all.add(threads.submit(() -> {
                    send(first, body, fromNs, untilNs, times);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a bare sender failed", e.getCause());
        } finally {
            threads.shutdown();
        }
        double seconds = duration.toNanos() / 1e9;
        return new LoadResult(seconds, Map.of("AA", times.getTotalCount()), 0, times, times);
    }

    private void send(int firstLane, byte[] body, long fromNs, long untilNs, ConcurrentHistogram times)
            throws BrokerUnavailable, ActiveMQException {
        try (ClientSession session = broker.link().sessionOnOwnConnection();
                ClientProducer producer = session.createProducer()) {
            long beganNs = System.nanoTime();
            // over all lanes, as the engine's messages
            for (int lane = firstLane; beganNs - untilNs < 0; lane++) {
                producer.send(
                        Topology.laneAddress(lane % Topology.LANES, false),
                        session.createMessage(true).writeBodyBufferBytes(body));
                long endedNs = System.nanoTime();
                if (beganNs - fromNs >= 0) {
                    times.recordValue(Math.min(LONGEST_US, (endedNs - beganNs) / 1000));
                }
                beganNs = endedNs;
            }
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
