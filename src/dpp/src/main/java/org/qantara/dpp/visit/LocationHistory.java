package org.qantara.dpp.visit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The places of a visit in the order in which the patient was there: completed ones, then the present one, then what is temporary or reserved.
 * A place that was only planned, or whose transfer was cancelled, leaves no entry.
 */
final class LocationHistory {

    private static final String TEMPORARY_URL =
            "http://hl7.org/fhir/StructureDefinition/subject-locationClassification";

    private final List<EncounterLocationComponent> past = new ArrayList<>();
    private final List<EncounterLocationComponent> beside = new ArrayList<>();
    private @Nullable EncounterLocationComponent present;

    private LocationHistory(Encounter encounter) {
        for (EncounterLocationComponent each : encounter.getLocation()) {
            EncounterLocationComponent entry = each.copy();
            if (entry.getStatus() == EncounterLocationStatus.COMPLETED) {
                past.add(entry);
            } else if (present == null && isPresent(entry)) {
                present = entry;
            } else {
                beside.add(entry);
            }
        }
    }

    static void carryOver(Encounter stored, Encounter said, boolean reopened) {
        LocationHistory whole = new LocationHistory(stored);
        boolean moved = said.hasLocation() && whole.take(new LocationHistory(said));
        if (StatusHistory.OVER.contains(said.getStatus())) {
            whole.close(said.getPeriod().hasEnd() ? said.getPeriod().getEndElement() : StatusHistory.since(said));
        } else if (reopened && !moved) {
            whole.openLast();
        }
        List<EncounterLocationComponent> past = whole.past;
        List<EncounterLocationComponent> all =
                new ArrayList<>(past.subList(Math.max(0, past.size() - VisitHistory.ENTRIES_MAX), past.size()));
        if (whole.present != null) {
            all.add(whole.present);
        }
        all.addAll(whole.beside);
        said.setLocation(all);
    }

    /** What a message says of the places; true when it names the present one. */
    private boolean take(LocationHistory said) {
        @Nullable EncounterLocationComponent before = present;
        @Nullable EncounterLocationComponent now = said.present;
        @Nullable
        DateTimeType moved =
                now != null && now.getPeriod().hasStart() ? now.getPeriod().getStartElement() : null;
        leaveTemporary(said, moved);
        @Nullable EncounterLocationComponent takenBack = null;
        if (now != null) {
            if (before != null && same(before, now)) {
                boolean arrived = before.getStatus() == EncounterLocationStatus.PLANNED && moved != null;
                begin(now, arrived ? now : before);
            } else if (before != null && moved != null) {
                end(before, moved);
            } else if (moved == null && !past.isEmpty() && same(past.get(past.size() - 1), now)) {
                begin(now, past.remove(past.size() - 1));
                takenBack = before;
            } else if (before != null) {
                begin(now, before);
            }
            present = now;
        }
        for (EncounterLocationComponent prior : said.past) {
            boolean known = past.stream().anyMatch(entry -> same(entry, prior))
                    || (takenBack != null && same(takenBack, prior));
            if (!known) {
                past.add(prior);
            }
        }
        return now != null;
    }

    /** What is temporary or reserved is what the message says; a temporary place that it no longer names was left. */
    private void leaveTemporary(LocationHistory said, @Nullable DateTimeType left) {
        for (EncounterLocationComponent entry : beside) {
            boolean stays = said.beside.stream().anyMatch(other -> same(entry, other));
            if (!stays && entry.hasExtension(TEMPORARY_URL)) {
                end(entry, left);
            }
        }
        beside.clear();
        beside.addAll(said.beside);
    }

    /** The visit is over: nobody is anywhere any more. */
    private void close(@Nullable DateTimeType end) {
        if (present != null) {
            EncounterLocationComponent last = present;
            present = null;
            end(last, end);
        }
        beside.clear();
    }

    private void openLast() {
        if (present == null && !past.isEmpty()) {
            EncounterLocationComponent last = past.remove(past.size() - 1);
            last.setStatus(EncounterLocationStatus.ACTIVE);
            begin(last, last.copy());
            present = last;
        }
    }

    /** The place belongs to the past; one where the patient never arrived is forgotten. */
    private void end(EncounterLocationComponent place, @Nullable DateTimeType end) {
        if (place.getStatus() == EncounterLocationStatus.PLANNED) {
            return;
        }
        place.setStatus(EncounterLocationStatus.COMPLETED);
        @Nullable
        DateTimeType start = place.getPeriod().hasStart() ? place.getPeriod().getStartElement() : null;
        boolean known = start != null || (end != null && end.hasValue());
        place.setPeriod(known ? Spans.between(start, end) : null);
        past.add(place);
    }

    /** {@code place} is where the patient is since {@code like} says. */
    private static void begin(EncounterLocationComponent place, EncounterLocationComponent like) {
        Period from = like.getPeriod().hasStart() ? like.getPeriod() : place.getPeriod();
        place.setPeriod(from.hasStart() ? Spans.between(from.getStartElement(), null) : null);
    }

    private static boolean isPresent(EncounterLocationComponent entry) {
        boolean temporary = entry.hasExtension(TEMPORARY_URL);
        return !temporary
                && (entry.getStatus() == EncounterLocationStatus.ACTIVE
                        || entry.getStatus() == EncounterLocationStatus.PLANNED);
    }

    private static boolean same(EncounterLocationComponent one, EncounterLocationComponent other) {
        return name(one.getLocation()).equals(name(other.getLocation()));
    }

    private static String name(Reference place) {
        return Optional.ofNullable(place.getReference())
                .or(() -> Optional.ofNullable(place.getIdentifier().getValue()))
                .or(() -> Optional.ofNullable(place.getDisplay()))
                .orElse("");
    }
}
