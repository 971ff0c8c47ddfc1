package org.qantara.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.delivery.DeliverySettings;

/** Everything of one schedule, touched only by who holds the baton. */
final class World {
    final Draw draw;
    final Trace trace;
    final Mutant mutant;
    final Baton baton;
    final Weather weather;
    final SimulatedBroker broker;
    final SimulatedMaps maps;
    final Book book = new Book();
    final Record record;
    final Proof proof;
    final Traffic traffic;
    final DeliverySettings settings;
    /** The last lane takes what keeps coming while a poisonous message is tried. */
    final int lanes;

    final int nodes;
    final int bulkPerSecond;
    final List<Place> places = new ArrayList<>();
    long generations;
    /** Requests that the record will apply later. */
    int underWay;

    /** Where a process runs: when it dies, the next one runs here. */
    static final class Place {
        final String name;
        final List<Baton.Actor> workers = new ArrayList<>();

        @Nullable
        Node node;

        int deaths;

        Place(String name) {
            this.name = name;
        }

        @Nullable
        Node alive() {
            return node != null && node.isAlive() ? node : null;
        }
    }

    World(long seed, Mutant mutant, boolean traced) {
        this.draw = new Draw(seed);
        this.trace = new Trace(traced);
        DeliverySettings usual = DeliverySettings.DEFAULT;
        this.settings = mutant != Mutant.POISON_HOLDS_ITS_LANE
                ? usual
                : new DeliverySettings(
                        usual.workers(),
                        usual.backOffMinMs(),
                        usual.backOffMaxMs(),
                        usual.probeMs(),
                        usual.openAfterFailures(),
                        Integer.MAX_VALUE,
                        usual.poisonAfterMs(),
                        usual.resendUnchangedAfterMs(),
                        usual.messagesTogether());
        this.mutant = mutant;
        this.baton = new Baton(draw);
        this.weather = new Weather(draw);
        this.nodes = Integer.getInteger("simulation.nodes", 1);
        this.lanes = 3 + draw.below(3);
        this.bulkPerSecond = draw.chance(0.5) ? 0 : 20;
        this.broker = new SimulatedBroker(baton, draw, trace, mutant, lanes);
        this.maps = new SimulatedMaps(baton, draw);
        this.record = new Record(this);
        this.proof = new Proof(this);
        this.traffic = new Traffic(this);
    }

    void note(String who, Object... what) {
        trace.note(baton.nowMs(), who, what);
    }

    List<Integer> everyLane() {
        List<Integer> all = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            all.add(lane);
        }
        return all;
    }

    /** A node that can take messages in; null while there is none. */
    @Nullable
    Node intake() {
        for (Place place : places) {
            Node node = place.alive();
            if (node != null && node.generation() != 0) {
                return node;
            }
        }
        return null;
    }
}
