package org.qantara.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.qantara.engine.EngineSettings;
import org.qantara.engine.MessageState;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.simulation.Letter.Fate;

/** What hospitals send and operators ask: one message after the other, numbered in the order in which it is stored. */
final class Traffic {
    private static final FacilityRoute ROUTE = FacilityRoute.of("SIM");
    private static final OffsetDateTime SOME_TIME = OffsetDateTime.parse("2026-01-01T00:00:00Z");
    private static final String KEEPER = "keeper";
    private static final long KEEPER_EVERY_MS = 4_000;
    private static final long NOTED_AFTER_MS = 1_000;
    private static final long NO_NODE_WAIT_MS = 300;

    private final World world;
    private final Draw draw;
    private final int patients;
    private final long gapMs;
    private final double merges;
    private final double bulk;
    private final double lostWakes;
    private final SortedMap<Long, Letter> letters = new TreeMap<>();
    private final Map<Long, StoredMessage> stored = new TreeMap<>();
    private final boolean poisonous;
    /** Then nothing is rejected and no initial load comes: a fold takes both for what they say, known limits. */
    private final boolean folds;

    private int left;
    private int asked;
    private long numbers;
    private long poison;
    private long lastMs;

    Traffic(World world) {
        this.world = world;
        this.draw = world.draw;
        this.patients = 2 + draw.below(5);
        this.gapMs = draw.of(List.of(1L, 30L, 300L, 2_000L));
        this.merges = draw.of(List.of(0.0, 0.1, 0.4));
        this.lostWakes = draw.of(List.of(0.0, 0.2, 1.0));
        this.poisonous = world.nodes == 1 && draw.chance(0.05); // it is told by what else succeeds on its node
        this.folds = draw.chance(0.3);
        this.bulk = folds ? 0 : draw.of(List.of(0.0, 0.0, 0.3));
        this.left = 6 + draw.below(24);
        this.asked = draw.chance(0.5) ? 0 : draw.below(6);
    }

    void begin() {
        world.baton.in(0, this::arrives);
        for (int ask = asked; ask > 0; ask--) {
            world.baton.in(draw.upTo(30_000), this::operatorAsks);
        }
        world.baton.in(draw.upTo(20_000), this::mapsAreMended);
    }

    Letter letter(long number) {
        return Objects.requireNonNull(letters.get(number));
    }

    Collection<Letter> letters() {
        return letters.values();
    }

    boolean isPoison(long number) {
        return letter(number).fate() == Fate.POISON;
    }

    boolean isRefusedByRecord(long number) {
        Fate fate = letter(number).fate();
        return fate == Fate.REJECTED || fate == Fate.POISON;
    }

    /** When the last message came or the last operator asked; messages of the keeper do not count. */
    long lastMs() {
        return lastMs;
    }

    boolean hasPoison() {
        return poison != 0;
    }

    /** Whether nothing more will come. */
    boolean isOver() {
        return left == 0 && asked == 0 && world.maps.isMended() && !poisonWaits();
    }

    private boolean poisonWaits() {
        Book.Row row = poison == 0 ? null : world.book.row(poison);
        return poison != 0 && (row == null || row.state != MessageState.QUARANTINED);
    }

    private int lane(String patient) {
        return patient.equals(KEEPER) ? world.lanes - 1 : Integer.parseInt(patient.substring(1)) % (world.lanes - 1);
    }

    private String patient() {
        return "p" + draw.below(patients);
    }

    private void arrives() {
        if (world.intake() == null) {
            world.baton.in(NO_NODE_WAIT_MS, this::arrives);
            return;
        }
        left--;
        lastMs = world.baton.nowMs();
        store(next());
        if (left > 0) {
            world.baton.in(draw.upTo(2 * gapMs), this::arrives);
        }
    }

    private Letter next() {
        long number = nextNumber();
        List<Letter> live = letters.values().stream()
                .filter(one -> !one.bulk() && one.first() == null)
                .toList();
        if (!live.isEmpty() && draw.chance(0.1)) {
            Letter first = live.get(Math.max(0, live.size() - 1 - draw.below(4)));
            return new Letter(number, Fate.RETRANSMISSION, false, first.patient(), first.writes(), first.number());
        }
        String patient = patient();
        Fate fate = draw.chance(0.9) ? Fate.GOOD : folds || draw.chance(0.5) ? Fate.UNMAPPABLE : Fate.REJECTED;
        if (poisonous && poison == 0 && draw.chance(0.3)) {
            poison = number;
            fate = Fate.POISON;
            world.baton.in(KEEPER_EVERY_MS, this::keeps);
        }
        boolean isBulk = fate != Fate.POISON && draw.chance(bulk);
        TreeMap<String, String> writes = new TreeMap<>();
        writes.put("Patient/" + patient, content(number, fate));
        if (draw.chance(0.4)) {
            writes.put("Encounter/" + patient, content(number, fate));
        }
        int others = isBulk || fate == Fate.POISON || !draw.chance(merges) ? 0 : 1 + draw.below(2);
        for (int other = 0; other < others; other++) {
            writes.put("Patient/" + patient(), content(number, fate));
        }
        return new Letter(number, fate, isBulk, patient, writes, null);
    }

    /** Half of what messages say has been said before. */
    private String content(long number, Fate fate) {
        return draw.chance(0.5) || fate != Fate.GOOD ? "news" + number : "usual" + draw.below(2);
    }

    private long nextNumber() {
        numbers += draw.chance(0.1) ? 2 : 1;
        return numbers;
    }

    /** Keeps other messages succeeding while a poisonous one is tried: only so it can be told from a destination that is down. */
    private void keeps() {
        if (!poisonWaits()) {
            return;
        }
        if (world.intake() != null) {
            long number = nextNumber();
            TreeMap<String, String> writes = new TreeMap<>(Map.of("Patient/" + KEEPER, "news" + number));
            store(new Letter(number, Fate.GOOD, false, KEEPER, writes, null));
        }
        world.baton.in(KEEPER_EVERY_MS, this::keeps);
    }

    private void store(Letter letter) {
        letters.put(letter.number(), letter);
        StoredMessage message = message(letter);
        stored.put(letter.number(), message);
        lays(message);
        if (!letter.bulk()) {
            world.baton.in(NOTED_AFTER_MS, () -> {
                if (!world.weather.isLedgerAway() && world.intake() != null) {
                    world.book.ensure(message);
                }
            });
        }
    }

    private void lays(StoredMessage message) {
        world.broker.append(message);
        world.note("inbox", "stored", Schedule.shown(message));
        Node node = world.intake();
        List<Integer> all = new ArrayList<>(List.of(message.lane()));
        all.addAll(message.meets());
        for (int lane : all) {
            if (node != null && !draw.chance(lostWakes)) {
                world.baton.in(draw.upTo(50), () -> node.wake(lane, message.bulk()));
            }
        }
    }

    private StoredMessage message(Letter letter) {
        int lane = lane(letter.patient());
        TreeSet<String> others = new TreeSet<>();
        for (String resource : letter.writes().keySet()) {
            others.add(resource.substring(resource.indexOf('/') + 1));
        }
        others.remove(letter.patient());
        List<Integer> meets = others.stream()
                .map(this::lane)
                .filter(other -> other != lane)
                .distinct()
                .toList();
        long origin = letter.first() == null ? letter.number() : letter.first();
        String body =
                letter.first() == null ? letter.body() : letter(letter.first()).body();
        Received received = new Received(
                ROUTE,
                "mllp",
                "hl7v2",
                "127.0.0.1:1",
                1,
                SOME_TIME,
                "UTF-8",
                "declared",
                null,
                null,
                body.getBytes(StandardCharsets.UTF_8));
        Labels labels = new Labels(
                "C" + origin,
                "ADT^A08",
                "2.5.1",
                null,
                null,
                null,
                letter.patient(),
                null,
                null,
                null,
                null,
                List.copyOf(others),
                "hash" + origin);
        return new StoredMessage(
                letter.number(),
                Kind.MESSAGE,
                lane,
                letter.bulk(),
                meets,
                0,
                world.baton.nowMs(),
                received,
                labels,
                null,
                null);
    }

    private void mapsAreMended() {
        world.maps.mend();
        lastMs = world.baton.nowMs();
        world.note("person", "has mended the maps");
    }

    /** Replays a message that has ended, or says a patient's messages again as one. */
    private void operatorAsks() {
        if (world.intake() == null || world.weather.isLedgerAway()) {
            world.baton.in(NO_NODE_WAIT_MS, this::operatorAsks);
            return;
        }
        asked--;
        lastMs = world.baton.nowMs();
        List<StoredMessage> ended = world.book.rows().stream()
                .filter(row -> row.state == MessageState.DELIVERED || row.state == MessageState.QUARANTINED)
                .map(row -> row.message)
                .filter(message -> !message.labels().patient().equals(KEEPER) && message.intake() != poison)
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        StoredMessage message = draw.of(ended);
        boolean fold = folds && !hasPoison() && draw.chance(0.6);
        StoredMessage again = message.as(fold ? Kind.FOLD : Kind.REPLAY, EngineSettings.DPP);
        world.proof.said(message.intake());
        if (world.mutant == Mutant.REPLAY_IGNORES_SUPERSESSION && !fold) {
            long number = nextNumber();
            Letter letter = letter(message.intake());
            letters.put(
                    number, new Letter(number, letter.fate(), letter.bulk(), letter.patient(), letter.writes(), null));
            again = again.numbered(number, world.baton.nowMs(), again.received().body());
        }
        lays(again);
    }
}
