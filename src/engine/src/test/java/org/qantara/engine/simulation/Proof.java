package org.qantara.engine.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.Settlement;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.simulation.Letter.Fate;

/** Looks at every effect as it happens, and at the whole at the end: order, once-ness, nothing lost. The first thing wrong ends the schedule. */
final class Proof {
    private final World world;
    /** Numbers whose effects may come out of order: replayed, folded, or quarantined at some time. */
    private final Set<Long> outOfOrder = new HashSet<>();

    private final Set<Long> everQuarantined = new HashSet<>();
    private final Set<Long> settledOnce = new HashSet<>();
    private final Set<String> offeredOnce = new HashSet<>();
    private final Map<String, Long> lastOffered = new HashMap<>();
    private final Map<String, Long> lastSettled = new HashMap<>();
    private final Map<String, String> contents = new HashMap<>();

    Proof(World world) {
        this.world = world;
    }

    private void fail(String what) {
        world.note(world.baton.holder(), "WRONG:", what);
        world.baton.fail(what);
    }

    /** An operator has it said again: no order is promised for it any more. */
    void said(long number) {
        outOfOrder.add(number);
    }

    boolean wasQuarantined(long number) {
        return everQuarantined.contains(number);
    }

    private String kind(long number) {
        return world.traffic.letter(number).bulk() ? "bulk " : "live ";
    }

    /** The record was asked to write; whether it did is another matter. */
    void offered(String resource, long number) {
        if (!offeredOnce.add(resource + " " + number)) {
            return;
        }
        Long last = lastOffered.merge(kind(number) + resource, number, Math::max);
        if (last > number && !outOfOrder.contains(number)) {
            fail("inversion: " + resource + " was written for message " + number + " after message " + last);
        }
    }

    /** The record has written. */
    void wrote(String resource, long number, String content) {
        Letter letter = world.traffic.letter(number);
        String before = contents.putIfAbsent(resource + " " + number, content);
        if (before != null && !before.equals(content)) {
            fail("doubled: " + resource + " has two contents under number " + number);
        }
        if (letter.first() != null) {
            fail("doubled: message " + number + " repeats " + letter.first() + " and was applied too");
        }
        String meant = letter.writes().get(resource);
        if (meant == null || !Letter.json(resource, meant).equals(content)) {
            fail("wrong: " + resource + " was written for message " + number + " with what it does not say");
        }
    }

    /** The ledger was told how a message ended. */
    void settled(StoredMessage message, Settlement settlement) {
        long number = message.intake();
        Letter letter = world.traffic.letter(number);
        if (settlement.state() == MessageState.QUARANTINED) {
            everQuarantined.add(number);
            outOfOrder.add(number);
        }
        MessageState state =
                settlement.state() == MessageState.SUPERSEDED ? MessageState.DELIVERED : settlement.state();
        if (!mayEnd(letter, settlement)) {
            fail("wrong: message " + number + ", which is " + letter.fate() + ", has ended as " + settlement.state());
        }
        unchangedIsTrue(letter, settlement);
        if (letter.first() != null || !settledOnce.add(number) || outOfOrder.contains(number)) {
            return;
        }
        for (String resource : letter.writes().keySet()) {
            Long last = lastSettled.merge(kind(number) + resource, number, Math::max);
            if (last > number) {
                fail("inversion: message " + number + " has ended after " + last + ", both of " + resource);
            }
        }
    }

    private boolean mayEnd(Letter letter, Settlement settlement) {
        MessageState state = settlement.state();
        boolean delivered = state == MessageState.DELIVERED || state == MessageState.SUPERSEDED;
        boolean quarantined = state == MessageState.QUARANTINED;
        return switch (letter.fate()) {
            case GOOD -> delivered;
            case UNMAPPABLE -> quarantined || delivered && world.maps.isMended();
            // when it is said again and newer messages have said all of it, nothing is left that the record could
            // refuse
            case REJECTED, POISON -> quarantined || state == MessageState.SUPERSEDED && settlement.written() == 0;
            case RETRANSMISSION -> state == MessageState.DUPLICATE;
        };
    }

    /** What was left out because the record holds it so is held so, or in a newer way. */
    private void unchangedIsTrue(Letter letter, Settlement settlement) {
        for (String resource : settlement.unchanged()) {
            Record.Held held = world.record.held(resource);
            boolean newer = held != null && (held.number() > letter.number() || letter.bulk() && liveBefore(letter));
            if (!newer && (held == null || !held.content().equals(json(letter, resource)))) {
                fail("lost: message " + letter.number() + " was not sent for " + resource
                        + ", although the record does not hold it so");
            }
        }
    }

    private static String json(Letter letter, String resource) {
        return Letter.json(resource, letter.writes().get(resource));
    }

    /** Nothing is under way any more: is everything as it should be? */
    void atTheEnd() {
        Set<String> resources = new HashSet<>();
        for (Letter letter : world.traffic.letters()) {
            Book.Row row = world.book.row(letter.number());
            if (row == null || row.settlement == null || !mayEnd(letter, row.settlement)) {
                fail("lost: message " + letter.number() + ", which is " + letter.fate()
                        + ", has not ended as it should");
            }
            resources.addAll(letter.writes().keySet());
        }
        if (world.book.hasBarriers()) {
            fail("left over: the ledger has lanes that wait before a message of several patients");
        }
        resources.stream().sorted().forEach(this::isNewest);
    }

    private void isNewest(String resource) {
        Letter newest = null;
        for (Letter letter : world.traffic.letters()) {
            if (delivered(letter) && letter.writes().containsKey(resource) && (!letter.bulk() || !liveBefore(letter))) {
                newest = letter; // letters come in the order of their numbers
            }
        }
        Record.Held held = world.record.held(resource);
        String content = held == null ? null : held.content();
        if (newest != null && json(newest, resource).equals(content)) {
            return;
        }
        for (Letter letter : world.traffic.letters()) {
            boolean mayBeFirst = letter.bulk()
                    && delivered(letter)
                    && letter.writes().containsKey(resource)
                    && (newest == null || newest.number() < letter.number())
                    && !writtenBefore(letter, resource);
            if (mayBeFirst && json(letter, resource).equals(content)) {
                return;
            }
        }
        if (newest != null || content != null) {
            fail("lost: " + resource + " is " + content + " of message " + (held == null ? "none" : held.number())
                    + ", the newest that was delivered is " + (newest == null ? "none" : newest.number()));
        }
    }

    private boolean delivered(Letter letter) {
        Book.@Nullable Row row = world.book.row(letter.number());
        return row != null && row.state == MessageState.DELIVERED;
    }

    /** Whether a live message about the patient came before one of an initial load. */
    private boolean liveBefore(Letter bulk) {
        return world.traffic.letters().stream()
                .anyMatch(letter -> !letter.bulk()
                        && letter.number() < bulk.number()
                        && letter.writes().containsKey("Patient/" + bulk.patient()));
    }

    /** Whether one of them certainly wrote the resource before it. */
    private boolean writtenBefore(Letter bulk, String resource) {
        return world.traffic.letters().stream()
                .anyMatch(letter -> !letter.bulk()
                        && letter.number() < bulk.number()
                        && letter.fate() == Fate.GOOD
                        && letter.writes().containsKey(resource));
    }
}
