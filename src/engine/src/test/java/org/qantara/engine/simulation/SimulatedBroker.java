package org.qantara.engine.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.broker.BrokerUnavailable;
import org.qantara.engine.lane.LaneQueue;
import org.qantara.engine.message.StoredMessage;

/**
 * A broker with one exclusive queue per lane: what is sent is durable, what is handed out stays at the head until it is acknowledged, and the last
 * acknowledgements may be forgotten in a crash (they are not synced), so that their messages come again, in order.
 */
final class SimulatedBroker {
    private static final long REDELIVERY_DELAY_MS = 1_000;

    private record Entry(long place, StoredMessage message) {}

    private record Taken(Node node, Line line, Entry entry) {}

    /** What lies in one lane. */
    private static final class Line {
        private final Deque<Entry> entries = new ArrayDeque<>();
        private @Nullable Consumer owner;
    }

    private final Baton baton;
    private final Draw draw;
    private final Trace trace;
    private final Mutant mutant;
    private final List<Line> lines = new ArrayList<>();
    private final int lanes;
    private final List<Taken> lastTaken = new ArrayList<>();
    private long places;
    private int delayed;

    SimulatedBroker(Baton baton, Draw draw, Trace trace, Mutant mutant, int lanes) {
        this.baton = baton;
        this.draw = draw;
        this.trace = trace;
        this.mutant = mutant;
        this.lanes = lanes;
        for (int line = 0; line < 2 * lanes; line++) {
            lines.add(new Line());
        }
    }

    private Line line(int lane, boolean bulk) {
        return lines.get(bulk ? lanes + lane : lane);
    }

    /** Puts a message into its lane and its tokens into theirs: all of them or none. */
    void append(StoredMessage message) {
        line(message.lane(), message.bulk()).entries.add(new Entry(places++, message));
        for (int lane : message.meets()) {
            line(lane, message.bulk()).entries.add(new Entry(places++, message.tokenIn(lane)));
        }
    }

    boolean holds(int lane, boolean bulk) {
        return !line(lane, bulk).entries.isEmpty();
    }

    boolean isEmpty() {
        return delayed == 0 && lines.stream().allMatch(line -> line.entries.isEmpty());
    }

    /** What lies where, for people. */
    String contents() {
        StringBuilder out = new StringBuilder();
        for (int index = 0; index < lines.size(); index++) {
            Line line = lines.get(index);
            if (!line.entries.isEmpty()) {
                out.append(index < lanes ? "\n  lane " + index : "\n  bulk lane " + (index - lanes));
                out.append(line.owner == null ? ", nobody's:" : ", of " + line.owner.node.name() + ":");
                line.entries.stream().limit(5).forEach(entry -> out.append(' ').append(Schedule.shown(entry.message)));
            }
        }
        return out.toString();
    }

    /** The broker notices that a node has gone, or has lost its connection: its heads are free again. */
    void release(Node node) {
        for (Line line : lines) {
            Consumer owner = line.owner;
            if (owner != null && owner.node == node) {
                line.owner = null;
                owner.gaveBack = true;
                if (mutant == Mutant.REDELIVERED_WITH_DELAY && owner.head != null && !line.entries.isEmpty()) {
                    Entry late = line.entries.remove();
                    delayed++;
                    baton.in(REDELIVERY_DELAY_MS, () -> {
                        delayed--;
                        line.entries.addLast(late);
                    });
                }
            }
        }
    }

    /** The last acknowledgements of a node, or of all, are forgotten: those messages come again, first and in order. */
    void forgetLastAcknowledgements(@Nullable Node node, int most) {
        int forgotten = 0;
        for (int index = lastTaken.size() - 1; index >= 0 && forgotten < most; index--) {
            Taken taken = lastTaken.get(index);
            if (node == null || taken.node == node) {
                lastTaken.remove(index);
                List<Entry> all = new ArrayList<>(taken.line.entries);
                all.add(taken.entry);
                all.sort(Comparator.comparingLong(Entry::place));
                taken.line.entries.clear();
                taken.line.entries.addAll(all);
                trace.note(
                        baton.nowMs(), "broker", "has forgotten that", Schedule.shown(taken.entry.message), "is done");
                forgotten++;
            }
        }
    }

    /** One lane as a node sees it. */
    LaneQueue queue(Node node, int lane, boolean bulk) {
        return new Consumer(node, line(lane, bulk));
    }

    private final class Consumer implements LaneQueue {
        private final Node node;
        private final Line line;
        private long generation;
        private boolean gaveBack;
        private @Nullable Entry head;

        private Consumer(Node node, Line line) {
            this.node = node;
            this.line = line;
        }

        @Override
        public @Nullable StoredMessage head() throws BrokerUnavailable {
            node.pause(draw.upTo(3));
            connected();
            if (line.owner != null && line.owner != this) {
                return null;
            }
            line.owner = this;
            if (head != null && mutant == Mutant.RETRY_SKIPS && line.entries.size() > 1) {
                line.entries.addLast(line.entries.removeFirst());
                head = null;
            }
            if (head == null) {
                head = line.entries.peek();
                if (head != null && mutant == Mutant.ACKNOWLEDGED_BEFORE_SETTLED) {
                    line.entries.remove();
                }
            }
            node.pause(0);
            return head == null ? null : head.message;
        }

        @Override
        public void forgetHead() throws BrokerUnavailable {
            Entry settled = head;
            head = null;
            if (settled == null) {
                return;
            }
            boolean died = node.pauseMayDie(draw.upTo(3));
            if (died && draw.chance(0.5)) {
                throw Halt.now();
            }
            connected();
            if (line.owner == this && mutant != Mutant.ACKNOWLEDGED_BEFORE_SETTLED) {
                line.entries.remove(settled);
                lastTaken.add(new Taken(node, line, settled));
                if (lastTaken.size() > 12) {
                    lastTaken.remove(0);
                }
            }
            if (died) {
                throw Halt.now();
            }
            node.pause(0);
        }

        /** Its session is of the connection of the moment; else what it held is the broker's again. */
        private void connected() throws BrokerUnavailable {
            if (node.generation() == 0) {
                close();
                throw new BrokerUnavailable("simulated: no connection");
            }
            if (gaveBack || generation != node.generation()) {
                boolean held = head != null;
                close();
                generation = node.generation();
                gaveBack = false;
                if (held) {
                    trace.note(baton.nowMs(), node.name(), "has a new session, its head comes again");
                }
            }
        }

        @Override
        public void close() {
            head = null;
            if (line.owner == this) {
                line.owner = null;
            }
        }
    }
}
