package org.qantara.dpp.visit;

import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;

/**
 * Completes what a message says of a visit by what the record knows of its past. A message names the present place and state; the places before
 * become {@code completed} entries of {@code location}, the states before entries of {@code statusHistory}, both with their periods.
 *
 * <p>A message says <em>since when</em> by {@code location.period.start} of the present place and by the extension
 * {@value #SINCE_URL} of {@code status}: then it is a move or a change of state. Without, it corrects or takes back: the place is replaced, or
 * the one before is open again; a visit that is over stays over. So the same message twice, or one that only repeats, adds nothing.
 *
 * <p>Stateless, no clock: every period comes from messages.
 */
public final class VisitHistory {

    /** Extension of {@code Encounter.status}, dateTime: since when the state holds. */
    public static final String SINCE_URL = "urn:qantara:extension:status-since";

    /** Entries of the past that an Encounter carries; what is older remains in its versions. */
    static final int ENTRIES_MAX = 200;

    private VisitHistory() {}

    /**
     * Changes {@code said} in place, before it is filled from {@code stored}.
     *
     * @param removed top-level elements that the message emptied on purpose: they stay empty
     * @return the same, and what else must not be filled from {@code stored}
     */
    public static Set<String> carryOver(Encounter stored, Encounter said, Set<String> removed) {
        if (removed.contains("status") || !stored.hasStatus() || !said.hasStatus()) {
            return removed;
        }
        boolean reopened = StatusHistory.carryOver(stored, said);
        if (!removed.contains("location") && (stored.hasLocation() || said.hasLocation())) {
            LocationHistory.carryOver(stored, said, reopened);
        }
        if (!reopened || said.hasPeriod()) {
            return removed;
        }
        // a visit that goes on has lost its end
        Set<String> empty = new HashSet<>(removed);
        if (stored.getPeriod().hasStart()) {
            said.getPeriod()
                    .setStartElement(stored.getPeriod().getStartElement().copy());
        } else {
            empty.add("period");
        }
        return empty;
    }
}
