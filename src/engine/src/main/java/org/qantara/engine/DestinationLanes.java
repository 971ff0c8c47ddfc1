package org.qantara.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.Broker;
import org.qantara.engine.broker.Topology;
import org.qantara.engine.delivery.Breaker;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.SentResources;
import org.qantara.engine.lane.BehindLive;
import org.qantara.engine.lane.LaneScheduler;
import org.qantara.engine.lane.Pace;
import org.qantara.engine.ledger.Ledger;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.pipeline.Mapper;
import org.qantara.engine.pipeline.Pipeline;
import org.qantara.engine.pipeline.Towards;
import org.qantara.engine.study.StudyPace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One destination with everything that is its own: breaker, live lanes, bulk lanes. What stops it stops no other. */
final class DestinationLanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationLanes.class);
    private static final int BULK_WORKERS = 2;
    /** Most of them wait for the ledger at a moment: the more, the more messages share a commit. */
    private static final int WORKERS_PER_DELIVERY = 16;

    private final String name;
    private final Breaker breaker;
    private final SentResources sent;
    private final LaneScheduler live;
    private final LaneScheduler bulk;
    private final Pace bulkPace;

    DestinationLanes(
            Broker broker,
            Ledger ledger,
            Mapper mapper,
            Destination destination,
            boolean primary,
            DeliverySettings settings,
            StudyPace studies,
            Signals signals) {
        this.name = destination.name();
        this.breaker = new Breaker(name, settings, System::currentTimeMillis, this::back);
        this.sent = new SentResources(settings.resendUnchangedAfterMs(), System::currentTimeMillis, broker::generation);
        Towards to = new Towards(
                destination,
                primary,
                ledger,
                mapper,
                breaker,
                settings,
                sent,
                studies,
                signals,
                System::currentTimeMillis);
        int workers = Math.min(Topology.LANES, settings.workers() * WORKERS_PER_DELIVERY);
        this.live = new LaneScheduler(broker, name, false, workers, new Pipeline(to, this::releaseLive));
        this.bulkPace = new Pace(new Pipeline(to, this::releaseBulk), System::nanoTime);
        BehindLive behind = new BehindLive(live::hasPassed, message -> note(ledger, message), bulkPace);
        this.bulk = new LaneScheduler(broker, name, true, BULK_WORKERS, behind);
    }

    void start() {
        live.start();
        bulk.start();
    }

    void wake(int lane, boolean isBulk) {
        (isBulk ? bulk : live).wake(lane);
    }

    void bulkPerSecond(int rate) {
        bulkPace.perSecond(rate);
    }

    String name() {
        return name;
    }

    /** Messages in its queues at the last look. */
    long depth() {
        return live.depth() + bulk.depth();
    }

    /** How many of them belong to initial loads. */
    long bulkDepth() {
        return bulk.depth();
    }

    Map<String, Long> parked() {
        return live.parked();
    }

    @Nullable
    String stoppedBecause() {
        return breaker.openBecause();
    }

    private void back() {
        sent.forgetAll(); // it may have been put back to an older state meanwhile
        live.releaseAll();
        bulk.releaseAll();
    }

    private static void note(Ledger ledger, StoredMessage message) {
        if (message.kind() == Kind.MESSAGE) {
            ledger.note(message).exceptionally(failure -> {
                LOG.debug("the row of a waiting message could not be noted: {}", failure.toString());
                return null;
            });
        }
    }

    private void releaseLive(int lane) {
        live.release(lane);
    }

    private void releaseBulk(int lane) {
        bulk.release(lane);
    }

    @Override
    public void close() {
        bulk.close();
        live.close();
    }
}
