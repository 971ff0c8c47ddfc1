package org.qantara.engine.lane;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.broker.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the 256 lanes of one destination on a few workers. A ready lane waits its turn in one line; a parked lane costs a timer. A
 * sweep asks the broker every two seconds which queues hold something, so that nothing depends on a wake-up that was lost or
 * happened on another node. Thread-safe.
 */
public final class LaneScheduler implements LaneTurns, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneScheduler.class);
    private static final long SWEEP_EVERY_MS = 2_000;

    private final Broker broker;
    private final List<String> queues;
    private final List<Lane> lanes;
    private final ExecutorService workers;
    private final ScheduledExecutorService timers;
    private volatile boolean closed;
    private volatile long depth;

    /**
     * @param destination whose queues these are
     * @param bulk the lanes of initial loads
     * @param workerCount deliveries under way at most
     */
    public LaneScheduler(Broker broker, String destination, boolean bulk, int workerCount, LaneHandler handler) {
        this.broker = broker;
        this.queues = IntStream.range(0, Topology.LANES)
                .mapToObj(lane -> Topology.laneQueue(lane, bulk, destination))
                .toList();
        this.lanes = IntStream.range(0, Topology.LANES)
                .mapToObj(lane -> new Lane(lane, new BrokerLaneQueue(broker, queues.get(lane)), handler, this))
                .toList();
        String name = "qantara-" + destination + (bulk ? "-bulk-" : "-");
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(workerCount, run -> {
            Thread thread = new Thread(run, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.timers = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, name + "timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to work. */
    public void start() {
        timers.scheduleWithFixedDelay(this::sweep, 0, SWEEP_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Something was put into the lane. */
    public void wake(int lane) {
        lanes.get(lane).wake();
    }

    /** What the lane waited for has come. */
    public void release(int lane) {
        lanes.get(lane).release();
    }

    /** The destination is back: every parked lane tries again. */
    public void releaseAll() {
        lanes.stream().filter(lane -> lane.parkedFor() != null).forEach(Lane::release);
    }

    /** Messages in the queues of this destination at the last sweep. */
    public long depth() {
        return depth;
    }

    /** How many lanes are parked, by reason. */
    public Map<String, Long> parked() {
        Map<String, Long> reasons = new TreeMap<>();
        lanes.stream()
                .map(Lane::parkedFor)
                .filter(Objects::nonNull)
                .forEach(reason -> reasons.merge(reason, 1L, Long::sum));
        return reasons;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void enqueue(Lane lane) {
        try {
            workers.execute(lane);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing: a lane was not run any more");
        }
    }

    @Override
    public Runnable later(Runnable run, long waitMs) {
        try {
            ScheduledFuture<?> timer = timers.schedule(run, waitMs, TimeUnit.MILLISECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {}; // closing: nothing is begun any more
        }
    }

    private void sweep() {
        try (ClientSession session = broker.link().session()) {
            long found = 0;
            if (!session.queueQuery(SimpleString.of(queues.get(0))).isExists()) {
                return;
            }
            for (int lane = 0; lane < queues.size() && !closed; lane++) {
                long messages =
                        session.queueQuery(SimpleString.of(queues.get(lane))).getMessageCount();
                found += messages;
                if (messages > 0) {
                    wake(lane);
                }
            }
            depth = found;
        } catch (BrokerUnavailable | ActiveMQException e) {
            LOG.debug("sweep of lanes skipped: {}", e.getMessage());
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("sweep of lanes failed", e);
            }
        }
    }

    /** Lets running lanes finish their message, then closes their sessions; heads go back to the broker in order. */
    @Override
    public void close() {
        closed = true;
        timers.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lanes.forEach(Lane::close);
    }
}
