package org.qantara.engine.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.lane.Lane;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.simulation.Weather.Answering;
import org.qantara.engine.simulation.World.Place;

/** One schedule: what a seed makes of the world, run to its end. */
final class Schedule {
    private static final long CALM_MAX_MS = 60_000;
    private static final long POISON_MAX_MS = 150_000;
    private static final int FAULTS_MAX = 4;

    private final World world;
    private int faultsToEnd;
    private long faultEndedMs;

    /**
     * What came of it.
     *
     * @param failure null when everything was as it should be
     */
    record Outcome(long seed, @Nullable String failure, List<String> trace, int steps, long virtualMs, int messages) {}

    private Schedule(World world) {
        this.world = world;
    }

    /** Runs a seed; the trace is empty unless asked for. */
    static Outcome run(long seed, Mutant mutant, boolean traced) {
        World world = new World(seed, mutant, traced);
        return new Schedule(world).run(seed);
    }

    /** A message in traces: kind, number, lanes; never what it says. */
    static String shown(StoredMessage message) {
        return message.kind() + " " + message.intake() + (message.bulk() ? " (bulk lane " : " (lane ") + message.lane()
                + (message.meets().isEmpty() ? "" : " with " + message.meets()) + ")";
    }

    private Outcome run(long seed) {
        for (int index = 0; index < world.nodes; index++) {
            Place place = new Place("node " + index);
            int threads = 1 + world.draw.below(3);
            for (int thread = 0; thread < threads; thread++) {
                place.workers.add(world.baton.add(place.name + " live " + thread, () -> work(place, false)));
            }
            place.workers.add(world.baton.add(place.name + " bulk", () -> work(place, true)));
            world.places.add(place);
            start(place);
        }
        for (int fault = world.draw.below(FAULTS_MAX + 1); fault > 0; fault--) {
            faultsToEnd++;
            long until = world.draw.chance(0.15) ? world.draw.between(60_000, 100_000) : world.draw.upTo(25_000);
            world.baton.in(world.draw.upTo(20_000), () -> strikes(until));
        }
        world.traffic.begin();
        world.baton.run(this::isOver);
        String failure = world.baton.failure();
        if (failure == null) {
            world.proof.atTheEnd();
            failure = world.baton.failure();
        }
        return new Outcome(
                seed,
                failure,
                world.trace.lines(),
                world.baton.steps(),
                world.baton.nowMs(),
                world.traffic.letters().size());
    }

    private void work(Place place, boolean bulk) {
        while (true) {
            Node node = place.node;
            Lane lane = node == null ? null : node.take(bulk);
            if (lane == null) {
                world.baton.idle();
                continue;
            }
            try {
                world.baton.pause(world.draw.upTo(2));
                lane.run();
            } catch (Throwable halt) {
                if (!(halt instanceof Halt) || node == null || node.isAlive()) {
                    throw halt;
                }
            }
        }
    }

    private void start(Place place) {
        place.node = new Node(world, place.name + "." + place.deaths, place.workers);
        world.note(place.node.name(), "starts");
        place.workers.forEach(Baton.Actor::wake);
    }

    private void strikes(long lastsMs) {
        switch (world.draw.below(6)) {
            case 0, 1 -> {
                Answering answering = world.draw.of(List.of(Answering.values()));
                double share = world.draw.of(List.of(0.3, 1.0, 1.0));
                world.note("fault", "destination:", answering, "for", lastsMs, "ms, share", share);
                ends(share < 1 ? Math.min(lastsMs, 40_000) : lastsMs, world.weather.destinationTurns(answering, share));
            }
            case 2 -> {
                world.note("fault", "ledger away for", lastsMs, "ms");
                world.weather.ledgerGoes();
                ends(lastsMs, world.weather::ledgerComes);
            }
            case 3 -> brokerGoes(lastsMs);
            default -> dies(world.draw.of(world.places), lastsMs);
        }
    }

    private void ends(long afterMs, Runnable end) {
        world.baton.in(afterMs, () -> {
            end.run();
            faultsToEnd--;
            faultEndedMs = world.baton.nowMs();
            world.note("fault", "ended");
        });
    }

    /** The broker dies for everybody, or one node loses its connection; acknowledgements that were not synced are forgotten. */
    private void brokerGoes(long lastsMs) {
        boolean broker = world.draw.chance(0.5);
        List<Place> struck = broker ? world.places : List.of(world.draw.of(world.places));
        world.note("fault", broker ? "broker dies for" : struck.get(0).name + " loses the broker for", lastsMs, "ms");
        struck.forEach(place -> {
            if (place.alive() != null) {
                place.alive().losesBroker();
            }
        });
        if (broker) {
            struck.forEach(place -> world.broker.release(place.node));
            world.broker.forgetLastAcknowledgements(null, world.draw.below(6));
        } else {
            Node node = struck.get(0).node;
            world.baton.in(world.draw.upTo(5_000), () -> world.broker.release(node));
        }
        ends(
                lastsMs,
                () -> struck.forEach(place -> {
                    Node node = place.alive();
                    if (node != null && node.generation() == 0) {
                        node.findsBroker();
                    }
                }));
    }

    private void dies(Place place, long downMs) {
        Node node = place.alive();
        if (node == null) {
            faultsToEnd--;
            return;
        }
        world.note("fault", node.name(), "is killed, next start in", downMs, "ms");
        node.dies();
        world.broker.forgetLastAcknowledgements(node, world.draw.below(5));
        // a broker elsewhere may take a while to notice
        world.baton.in(world.draw.chance(0.5) ? 0 : world.draw.upTo(5_000), () -> world.broker.release(node));
        ends(Math.max(100, downMs), () -> {
            place.deaths++;
            start(place);
        });
    }

    private boolean isOver() {
        boolean over = world.traffic.isOver() && faultsToEnd == 0;
        if (over && world.underWay == 0 && world.broker.isEmpty() && everythingHasEnded()) {
            return true;
        }
        long calmSinceMs = Math.max(faultEndedMs, world.traffic.lastMs());
        long waitMs = CALM_MAX_MS + (world.traffic.hasPoison() ? POISON_MAX_MS : 0);
        if (faultsToEnd == 0 && world.baton.nowMs() > calmSinceMs + waitMs) {
            world.baton.fail("not alive: " + waitMs / 1_000
                    + " s after the last fault and the last message there is still" + waiting());
        }
        return false;
    }

    private boolean everythingHasEnded() {
        return world.traffic.letters().stream().allMatch(letter -> {
            Book.Row row = world.book.row(letter.number());
            return row != null && row.state.isFinal();
        });
    }

    private String waiting() {
        StringBuilder out = new StringBuilder(world.broker.contents());
        world.places.forEach(place -> out.append(place.node == null ? "" : place.node.waiting()));
        world.traffic.letters().forEach(letter -> {
            Book.Row row = world.book.row(letter.number());
            if (row == null || !row.state.isFinal()) {
                out.append("\n  message ")
                        .append(letter.number())
                        .append(" (")
                        .append(letter.fate())
                        .append(") is ")
                        .append(row == null ? "not in the ledger" : row.state);
            }
        });
        return out.toString();
    }
}
