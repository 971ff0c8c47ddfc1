package org.qantara.engine.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.Arrival;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.StoredMessage;

/** What the ledger's tables hold, as far as lanes care: the same answers as SQL gives, each call one transaction. */
final class Book {
    /** One message. */
    static final class Row {
        final StoredMessage message;
        MessageState state = MessageState.ACCEPTED;

        @Nullable
        MessageState delivery;

        @Nullable
        Settlement settlement;

        private Row(StoredMessage message) {
            this.message = message;
        }
    }

    private final Map<Long, Row> rows = new TreeMap<>();
    private final Map<String, Long> claims = new HashMap<>();
    private final Map<Long, Set<Integer>> barriers = new HashMap<>();
    private final Map<String, Long> repeated = new HashMap<>();

    boolean ensure(StoredMessage message) {
        return rows.putIfAbsent(message.intake(), new Row(message)) == null;
    }

    @Nullable
    Row row(long intake) {
        return rows.get(intake);
    }

    Collection<Row> rows() {
        return rows.values();
    }

    Arrival arrive(StoredMessage message) {
        ensure(message);
        if (message.kind() == Kind.REPLAY) {
            rows.get(message.intake()).state = MessageState.ACCEPTED;
            return new Arrival.Proceed();
        }
        Arrival arrival = look(message);
        if (arrival instanceof Arrival.Proceed) {
            claim(message);
        }
        return arrival;
    }

    /** The same without writing. */
    Arrival look(StoredMessage message) {
        Row row = rows.get(message.intake());
        if (row != null && row.delivery != null && row.delivery.isFinal()) {
            return new Arrival.Settled(row.delivery);
        }
        Long first = claims.get(key(message));
        return first == null || first >= message.intake() ? new Arrival.Proceed() : new Arrival.Duplicate(first);
    }

    private static String key(StoredMessage message) {
        return message.labels().controlId() + " " + message.labels().contentHash();
    }

    private void claim(StoredMessage message) {
        claims.putIfAbsent(key(message), message.intake());
    }

    void arriveAndSettle(StoredMessage message, Settlement settlement, boolean advances) {
        ensure(message);
        claim(message);
        settle(message, settlement, advances);
    }

    void settle(StoredMessage message, Settlement settlement, boolean advances) {
        Row row = rows.get(message.intake());
        row.delivery = settlement.state();
        row.settlement = settlement;
        row.state = settlement.state() == MessageState.SUPERSEDED ? MessageState.DELIVERED : settlement.state();
        for (String resource : advances ? settlement.unchanged() : List.<String>of()) {
            repeated.merge(resource, message.intake(), Math::max);
        }
        if (!message.meets().isEmpty()) {
            barriers.remove(message.intake());
        }
    }

    void attempted(StoredMessage message) {
        ensure(message);
        Row row = rows.get(message.intake());
        if (row.delivery == null) {
            row.delivery = MessageState.ACCEPTED;
        }
    }

    Optional<MessageState> stateAt(long intake) {
        Row row = rows.get(intake);
        return row == null ? Optional.empty() : Optional.ofNullable(row.delivery);
    }

    void arriveAtBarrier(long intake, int lane, boolean always) {
        if (always || stateAt(intake).filter(MessageState::isFinal).isEmpty()) {
            barriers.computeIfAbsent(intake, number -> new TreeSet<>()).add(lane);
        }
    }

    List<Integer> lanesAtBarrier(long intake) {
        return new ArrayList<>(barriers.getOrDefault(intake, Set.of()));
    }

    boolean hasBarriers() {
        return !barriers.isEmpty();
    }

    Set<String> repeatedBeyond(StoredMessage message, Collection<String> resources) {
        Set<String> beyond = new HashSet<>();
        for (String resource : resources) {
            if (repeated.getOrDefault(resource, 0L) > message.intake()) {
                beyond.add(resource);
            }
        }
        return beyond;
    }

    Set<MessageState> liveBefore(StoredMessage bulk) {
        Set<MessageState> states = EnumSet.noneOf(MessageState.class);
        String patient = bulk.labels().patient();
        for (Row row : rows.values()) {
            StoredMessage other = row.message;
            if (patient != null
                    && isOf(other, patient)
                    && !other.bulk()
                    && other.intake() < bulk.intake()
                    && (row.state == MessageState.ACCEPTED || row.state == MessageState.DELIVERED)) {
                states.add(row.state);
            }
        }
        return states;
    }

    private static boolean isOf(StoredMessage message, String patient) {
        return patient.equals(message.labels().patient())
                || message.labels().otherPatients().contains(patient);
    }

    List<StoredMessage> ofPatientFrom(String patient, long from, int limit) {
        Set<MessageState> settled = EnumSet.of(MessageState.DELIVERED, MessageState.QUARANTINED, MessageState.HANDLED);
        return rows.values().stream()
                .filter(row ->
                        isOf(row.message, patient) && row.message.intake() >= from && settled.contains(row.state))
                .map(row -> row.message)
                .limit(limit)
                .toList();
    }
}
