package org.qantara.engine.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.ActionRow;
import org.qantara.engine.ledger.Arrival;
import org.qantara.engine.ledger.LaneLedger;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.ledger.StudyLedger;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MapOutcome;

/**
 * The ledger as one node uses it: every call takes time, may find the database away, may be committed without anybody hearing of it, and may be
 * cut off by the death of the process before or after the commit. Notes of attempts are written later, in the order of the writer.
 */
final class SimulatedLedger implements LaneLedger {
    private final Node node;
    private final World world;
    private final Map<Long, StoredMessage> inHand = new TreeMap<>();
    private final List<Runnable> unwritten = new ArrayList<>();

    SimulatedLedger(Node node, World world) {
        this.node = node;
        this.world = world;
    }

    private <T> T write(String what, long intake, Supplier<T> effect) throws LedgerUnavailable {
        return call(what, intake, () -> {
            flush();
            return effect.get();
        });
    }

    private <T> T call(String what, long intake, Supplier<T> effect) throws LedgerUnavailable {
        boolean away = world.weather.isLedgerAway();
        boolean died = node.pauseMayDie(world.draw.upTo(5));
        if (died) {
            if (!world.weather.isLedgerAway() && world.draw.chance(0.5)) {
                world.note(node.name(), "died, yet the ledger has", what, intake, "->", effect.get());
            }
            throw Halt.now();
        }
        if (world.weather.isLedgerAway()) {
            if (!away && world.draw.chance(0.5)) {
                world.note(node.name(), "nobody hears that the ledger has", what, intake, "->", effect.get());
            }
            throw unavailable();
        }
        T result = effect.get();
        world.note(
                node.name(),
                "ledger:",
                what,
                intake,
                "->",
                result instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof StoredMessage
                        ? list.size()
                        : result);
        node.pause(0);
        if (world.weather.isLedgerAway() && world.draw.chance(0.5)) {
            throw unavailable();
        }
        return result;
    }

    private static LedgerUnavailable unavailable() {
        return new LedgerUnavailable("simulated: the database is away", new IllegalStateException("simulated"));
    }

    private void flush() {
        unwritten.forEach(Runnable::run);
        unwritten.clear();
    }

    @Override
    public Arrival arrive(StoredMessage message, String destination, boolean primary) throws LedgerUnavailable {
        return write("arrive", message.intake(), () -> {
            Arrival arrival = world.book.arrive(message);
            boolean blind = world.mutant == Mutant.DUPLICATES_NOT_SEEN && arrival instanceof Arrival.Duplicate;
            return blind ? new Arrival.Proceed() : arrival;
        });
    }

    @Override
    public Arrival look(StoredMessage message, String destination, boolean primary) throws LedgerUnavailable {
        inHand.put(message.intake(), message);
        Arrival arrival = call("look at", message.intake(), () -> world.book.look(message));
        boolean blind = world.mutant == Mutant.DUPLICATES_NOT_SEEN && arrival instanceof Arrival.Duplicate;
        return blind ? new Arrival.Proceed() : arrival;
    }

    @Override
    public void away(StoredMessage message) {
        inHand.remove(message.intake());
    }

    @Override
    public void arriveAndSettle(StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws LedgerUnavailable {
        write("arrive and settle", message.intake(), () -> {
            world.book.arriveAndSettle(message, settlement, world.mutant != Mutant.SKIP_DOES_NOT_ADVANCE);
            world.proof.settled(message, settlement);
            return settlement.state();
        });
    }

    @Override
    public CompletableFuture<Void> note(StoredMessage message) {
        if (world.weather.isLedgerAway()) {
            return CompletableFuture.failedFuture(unavailable());
        }
        later(() -> world.book.ensure(message));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void settle(StoredMessage message, String destination, boolean primary, Settlement settlement)
            throws LedgerUnavailable {
        write("settle", message.intake(), () -> {
            world.book.settle(message, settlement, world.mutant != Mutant.SKIP_DOES_NOT_ADVANCE);
            world.proof.settled(message, settlement);
            return settlement.state();
        });
    }

    @Override
    public CompletableFuture<Boolean> attempted(
            StoredMessage message, String destination, int attempts, @Nullable Integer httpStatus, String text) {
        if (world.weather.isLedgerAway()) {
            return CompletableFuture.failedFuture(unavailable());
        }
        later(() -> world.book.attempted(message));
        return CompletableFuture.completedFuture(true);
    }

    /** The writer comes to it in a moment, in its order. */
    private void later(Runnable write) {
        unwritten.add(write);
        world.baton.in(world.draw.upTo(20), () -> {
            if (node.isAlive() && !world.weather.isLedgerAway()) {
                flush();
            } else {
                unwritten.clear();
            }
        });
    }

    @Override
    public Optional<MessageState> stateAt(long intake, String destination) throws LedgerUnavailable {
        Optional<MessageState> state = call("state of", intake, () -> world.book.stateAt(intake));
        return world.mutant == Mutant.TOKEN_DOES_NOT_WAIT ? Optional.of(MessageState.DELIVERED) : state;
    }

    @Override
    public void arriveAtBarrier(long intake, String destination, int lane) throws LedgerUnavailable {
        write("lane " + lane + " waits for", intake, () -> {
            world.book.arriveAtBarrier(intake, lane, world.mutant == Mutant.BARRIER_NOTED_AFTER_THE_END);
            return true;
        });
    }

    @Override
    public List<Integer> lanesAtBarrier(long intake, String destination) throws LedgerUnavailable {
        List<Integer> lanes = call("who waits for", intake, () -> world.book.lanesAtBarrier(intake));
        return world.mutant == Mutant.BARRIER_OPENS_EARLY ? world.everyLane() : lanes;
    }

    @Override
    public Set<String> repeatedBeyond(StoredMessage message, String destination, Collection<String> resources)
            throws LedgerUnavailable {
        return resources.isEmpty()
                ? Set.of()
                : call("repeated beyond", message.intake(), () -> world.book.repeatedBeyond(message, resources));
    }

    @Override
    public Set<MessageState> liveBefore(StoredMessage bulk) throws LedgerUnavailable {
        return hasEarlier(bulk)
                ? Set.of(MessageState.ACCEPTED)
                : call("live before", bulk.intake(), () -> world.book.liveBefore(bulk));
    }

    private boolean hasEarlier(StoredMessage than) {
        String patient = Objects.requireNonNull(than.labels().patient());
        return inHand.values().stream()
                .anyMatch(message -> message.intake() < than.intake()
                        && patient.equals(message.labels().patient()));
    }

    @Override
    public Optional<StoredMessage> load(long intake) throws LedgerUnavailable {
        return call("load", intake, () -> Optional.ofNullable(world.book.row(intake))
                .map(row -> row.message));
    }

    @Override
    public List<StoredMessage> ofPatientFrom(String facility, String patient, long from, int limit)
            throws LedgerUnavailable {
        List<StoredMessage> messages =
                call("messages from", from, () -> world.book.ofPatientFrom(patient, from, limit));
        messages.forEach(message -> world.proof.said(message.intake()));
        return messages;
    }

    /** Nobody's acts are kept, so that replays are followed by no Provenance here. */
    @Override
    public List<ActionRow> actions(long intake) {
        return List.of();
    }

    @Override
    public void sighted(StoredMessage message, MapOutcome.Mapped mapped) {
        // nothing of a simulated message is unknown to its maps
    }

    @Override
    public StudyLedger studies() {
        throw new UnsupportedOperationException("no imaging studies are simulated");
    }
}
