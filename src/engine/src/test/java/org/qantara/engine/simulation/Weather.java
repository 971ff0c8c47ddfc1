package org.qantara.engine.simulation;

import java.util.ArrayList;
import java.util.List;

/** What is broken at the moment, and how a request to the destination goes in that weather. Every fault has an end. */
final class Weather {
    /** How the destination behaves. */
    enum Answering {
        WELL,
        NOT_AT_ALL,
        ERROR_500,
        BUSY_429,
        CONFLICT_409,
        UNAUTHORIZED_401,
        GARBAGE,
        APPLIED_AND_LOST,
        APPLIED_LATE,
        SLOW
    }

    private record Spell(Answering answering, double share) {}

    private final Draw draw;
    private final List<Spell> destination = new ArrayList<>();
    private int ledgerAway;

    Weather(Draw draw) {
        this.draw = draw;
    }

    boolean isLedgerAway() {
        return ledgerAway > 0;
    }

    void ledgerGoes() {
        ledgerAway++;
    }

    void ledgerComes() {
        ledgerAway--;
    }

    /** @return ends it */
    Runnable destinationTurns(Answering answering, double share) {
        Spell spell = new Spell(answering, share);
        destination.add(spell);
        return () -> destination.removeIf(one -> one == spell);
    }

    boolean isFine() {
        return destination.isEmpty() && ledgerAway == 0;
    }

    /** How the next request goes. */
    Answering answering() {
        for (Spell spell : destination) {
            if (draw.chance(spell.share)) {
                return spell.answering;
            }
        }
        return Answering.WELL;
    }
}
