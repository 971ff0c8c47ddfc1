package org.qantara.engine.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.Signals;
import org.qantara.engine.delivery.Breaker;
import org.qantara.engine.delivery.DeliverySettings;
import org.qantara.engine.delivery.SentResources;
import org.qantara.engine.lane.BehindLive;
import org.qantara.engine.lane.Lane;
import org.qantara.engine.lane.LaneHandler;
import org.qantara.engine.lane.LaneTurns;
import org.qantara.engine.lane.Pace;
import org.qantara.engine.pipeline.Pipeline;
import org.qantara.engine.pipeline.Towards;
import org.qantara.engine.study.StudyPace;

/**
 * One process of the engine, from its start to its death: the real lanes, pipelines, breaker and memory of what was sent, wired as
 * {@code DestinationLanes} wires them. After a crash another one takes its place and nothing of this one is left.
 */
final class Node {
    private static final long SWEEP_EVERY_MS = 2_000;

    private final World world;
    private final String name;
    private final Breaker breaker;
    private final SentResources sent;
    private final Side live;
    private final Side bulk;
    private final List<Baton.Actor> workers;
    private boolean alive = true;
    private long generation;

    /** @param workers the threads that run lanes in this place */
    Node(World world, String name, List<Baton.Actor> workers) {
        this.world = world;
        this.name = name;
        this.workers = workers;
        this.generation = ++world.generations;
        DeliverySettings settings = world.settings;
        this.breaker = new Breaker("dpp", settings, world.baton::nowMs, this::back);
        this.sent = new SentResources(settings.resendUnchangedAfterMs(), world.baton::nowMs, this::generation);
        Towards to = new Towards(
                new SimulatedDestination(this, world),
                true,
                new SimulatedLedger(this, world),
                world.maps.mapper(),
                breaker,
                settings,
                sent,
                new StudyPace(StudyPace.Times.DEFAULT),
                Signals.NONE,
                world.baton::nowMs);
        this.live = new Side(false);
        this.bulk = new Side(true);
        live.open(new Pipeline(to, live::release));
        Pace pace = new Pace(new Pipeline(to, bulk::release), () -> world.baton.nowMs() * 1_000_000);
        pace.perSecond(world.bulkPerSecond);
        bulk.open(
                world.mutant == Mutant.BULK_OVERTAKES_LIVE
                        ? pace
                        : new BehindLive(
                                (lane, intake) -> live.lanes.get(lane).hasPassed(intake), world.book::ensure, pace));
        if (world.mutant != Mutant.NO_SWEEP) {
            world.baton.in(0, this::sweep);
        }
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    /** Of its connection to the broker, 0 while it has none. */
    long generation() {
        return generation;
    }

    void losesBroker() {
        generation = 0;
    }

    void findsBroker() {
        generation = ++world.generations;
    }

    void dies() {
        alive = false;
        generation = 0;
        workers.forEach(Baton.Actor::hurry);
    }

    /** Others go on; when the process dies meanwhile, it never returns. */
    void pause(long waitMs) {
        if (pauseMayDie(waitMs)) {
            throw Halt.now();
        }
    }

    /** The same, and says that it died, so that what was under way may happen or not. */
    boolean pauseMayDie(long waitMs) {
        if (alive) {
            world.baton.pause(waitMs);
        }
        return !alive;
    }

    void wake(int lane, boolean isBulk) {
        if (alive) {
            (isBulk ? bulk : live).lanes.get(lane).wake();
        }
    }

    @Nullable
    Lane take(boolean isBulk) {
        return alive ? (isBulk ? bulk : live).ready.poll() : null;
    }

    private void sweep() {
        if (!alive) {
            return;
        }
        if (generation != 0) {
            for (int lane = 0; lane < world.lanes; lane++) {
                if (world.broker.holds(lane, false)) {
                    live.lanes.get(lane).wake();
                }
                if (world.broker.holds(lane, true)) {
                    bulk.lanes.get(lane).wake();
                }
            }
        }
        world.baton.in(SWEEP_EVERY_MS, this::sweep);
    }

    private void back() {
        world.note(name, "the destination is back");
        sent.forgetAll();
        live.releaseAll();
        bulk.releaseAll();
    }

    /** Who waits for what, for people. */
    String waiting() {
        StringBuilder out = new StringBuilder("\n  " + name + (alive ? "" : " (dead)"));
        String why = breaker.openBecause();
        out.append(why == null ? "" : ", nothing is sent because: " + why);
        out.append(live.waiting()).append(bulk.waiting());
        return out.toString();
    }

    /** The live lanes of the node, or those of initial loads. */
    private final class Side implements LaneTurns {
        private final boolean isBulk;
        private final List<Lane> lanes = new ArrayList<>();
        private final Deque<Lane> ready = new ArrayDeque<>();

        private Side(boolean isBulk) {
            this.isBulk = isBulk;
        }

        private void open(LaneHandler handler) {
            LaneHandler watched = message -> {
                try {
                    return handler.handle(message);
                } catch (RuntimeException | Error e) {
                    world.baton.fail("unexpected fault at " + Schedule.shown(message) + ": " + e);
                    throw e;
                }
            };
            for (int lane = 0; lane < world.lanes; lane++) {
                lanes.add(new Lane(lane, world.broker.queue(Node.this, lane, isBulk), watched, this));
            }
        }

        private void release(int lane) {
            lanes.get(lane).release();
        }

        private void releaseAll() {
            lanes.stream().filter(lane -> lane.parkedFor() != null).forEach(Lane::release);
        }

        @Override
        public void enqueue(Lane lane) {
            ready.add(lane);
            workers.forEach(Baton.Actor::wake);
        }

        @Override
        public Runnable later(Runnable run, long waitMs) {
            Baton.Event event = world.baton.in(waitMs + world.draw.upTo(5), () -> {
                if (alive) {
                    run.run();
                }
            });
            return event::callOff;
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        private String waiting() {
            StringBuilder out = new StringBuilder();
            for (int lane = 0; lane < lanes.size(); lane++) {
                String reason = lanes.get(lane).parkedFor();
                if (reason != null) {
                    out.append(isBulk ? "\n    bulk lane " : "\n    lane ")
                            .append(lane)
                            .append(" parked: ")
                            .append(reason);
                }
            }
            return out.toString();
        }
    }
}
