package org.qantara.dpp.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a visit's past, message by message; {@code place 2026-01-05..2026-01-06} is one entry. */
class VisitHistoryTest {

    private @Nullable Encounter stored;

    @Test
    void a_stay_with_two_transfers_a_discharge_and_its_cancellation() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("in-progress", "06").at("REA", "06").prior("CARD"));
        says(visit("in-progress", "07").at("CARD-2", "07").prior("REA"));
        assertThat(places()).containsExactly("CARD completed 05..06", "REA completed 06..07", "CARD-2 active 07..");
        assertThat(states()).containsExactly("in-progress since 05");
        says(visit("finished", "09").at("CARD-2", null).until("09"));
        assertThat(places())
                .containsExactly("CARD completed 05..06", "REA completed 06..07", "CARD-2 completed 07..09");
        assertThat(states()).containsExactly("in-progress 05..09", "finished since 09");
        says(visit("in-progress", "10").at("CARD-2", null));
        assertThat(places()).containsExactly("CARD completed 05..06", "REA completed 06..07", "CARD-2 active 07..");
        assertThat(states()).containsExactly("in-progress 05..09", "finished 09..10", "in-progress since 10");
        assertThat(stored().getPeriod().hasEnd()).isFalse();
    }

    @Test
    void the_same_message_again_adds_nothing() {
        says(visit("in-progress", "05").at("CARD", "05"));
        for (Said message : List.of(
                visit("in-progress", "06").at("REA", "06").prior("CARD"),
                visit("finished", "09").at("REA", null).until("09"),
                visit("in-progress", "10").at("REA", null))) {
            says(message);
            Encounter once = stored().copy();
            says(message);
            assertThat(stored().equalsDeep(once))
                    .as(places().toString() + states())
                    .isTrue();
        }
    }

    @Test
    void a_cancelled_transfer_is_as_if_it_had_not_been() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("in-progress", "06").at("REA", "06").prior("CARD"));
        says(visit("in-progress", null).at("CARD", null).prior("REA"));
        assertThat(places()).containsExactly("CARD active 05..");
    }

    @Test
    void a_cancelled_admission_keeps_what_was() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("cancelled", "06").at("CARD", null));
        assertThat(places()).containsExactly("CARD completed 05..06");
        assertThat(states()).containsExactly("in-progress 05..06", "cancelled since 06");
    }

    @Test
    void a_correction_replaces_the_place_and_begins_no_new_one() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("in-progress", null).at("CARD-12", null));
        assertThat(places()).containsExactly("CARD-12 active 05..");
    }

    @Test
    void an_update_neither_reopens_a_visit_that_is_over_nor_forgets_its_end() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("finished", "09").at("CARD", null).until("09"));
        says(visit("in-progress", null).at("CARD", null).from("05"));
        assertThat(states()).containsExactly("in-progress 05..09", "finished since 09");
        assertThat(places()).containsExactly("CARD completed 05..09");
        assertThat(stored().getPeriod().getEndElement().getValueAsString()).isEqualTo("2026-01-09");
    }

    @Test
    void an_update_with_the_end_of_the_visit_finishes_it() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("finished", null).at("CARD", null).until("08"));
        assertThat(states()).containsExactly("in-progress 05..08", "finished since 08");
        assertThat(places()).containsExactly("CARD completed 05..08");
    }

    @Test
    void a_planned_place_where_nobody_arrived_leaves_no_trace() {
        says(visit("planned", "03").planned("CARD"));
        says(visit("in-progress", "05").at("REA", "05"));
        assertThat(places()).containsExactly("REA active 05..");
        assertThat(states()).containsExactly("planned 03..05", "in-progress since 05");
    }

    @Test
    void a_planned_place_begins_when_the_patient_arrives() {
        says(visit("planned", "03").planned("CARD"));
        says(visit("in-progress", "05").at("CARD", "05"));
        assertThat(places()).containsExactly("CARD active 05..");
    }

    @Test
    void what_no_message_dated_has_no_invented_date() {
        says(visit("in-progress", null).at("CARD", null));
        says(visit("finished", null).at("CARD", null));
        assertThat(states()).containsExactly("in-progress unknown", "finished");
        assertThat(places()).containsExactly("CARD completed");
    }

    @Test
    void times_that_contradict_each_other_make_no_period_that_ends_before_it_begins() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("in-progress", "04").at("REA", "04"));
        assertThat(places()).containsExactly("CARD completed ..04", "REA active 04..");
    }

    @Test
    void a_message_without_place_leaves_the_places() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("in-progress", null));
        assertThat(places()).containsExactly("CARD active 05..");
    }

    @Test
    void leave_and_return_are_states_and_an_update_in_between_is_none() {
        says(visit("in-progress", "05").at("CARD", "05"));
        says(visit("onleave", "06").at("CARD", null));
        says(visit("in-progress", null).at("CARD", null));
        assertThat(states()).containsExactly("in-progress 05..06", "onleave since 06");
        says(visit("in-progress", "08").at("CARD", null));
        assertThat(states()).containsExactly("in-progress 05..06", "onleave 06..08", "in-progress since 08");
        assertThat(places()).containsExactly("CARD active 05..");
    }

    @Test
    void the_list_has_an_end() {
        says(visit("in-progress", "05").at("P0", "05"));
        for (int i = 1; i <= VisitHistory.ENTRIES_MAX + 50; i++) {
            says(visit("in-progress", "06").at("P" + i, "06"));
        }
        assertThat(stored().getLocation()).hasSize(VisitHistory.ENTRIES_MAX + 1);
        assertThat(places().get(VisitHistory.ENTRIES_MAX)).isEqualTo("P250 active 06..");
    }

    private Encounter stored() {
        return java.util.Objects.requireNonNull(stored);
    }

    /** As a merge does: the past is carried over, then what the message leaves open comes from the stored one. */
    private void says(Said message) {
        Encounter said = message.encounter.copy();
        if (stored != null) {
            Set<String> empty = VisitHistory.carryOver(stored, said, Set.of());
            if (!said.hasPeriod() && !empty.contains("period")) {
                said.setPeriod(stored.getPeriod().copy());
            }
            if (!said.hasLocation()) {
                said.setLocation(stored.copy().getLocation());
            }
        }
        stored = said;
    }

    private List<String> places() {
        return stored().getLocation().stream()
                .map(entry -> (entry.getLocation().getReference().replace("Location/", "") + " "
                                + entry.getStatus().toCode() + " " + span(entry.getPeriod()))
                        .strip())
                .toList();
    }

    private List<String> states() {
        List<String> all = new java.util.ArrayList<>(stored().getStatusHistory().stream()
                .map(entry -> entry.getStatus().toCode() + " " + span(entry.getPeriod()))
                .toList());
        DateTimeType since = StatusHistory.since(stored());
        all.add(stored().getStatus().toCode() + (since == null ? "" : " since " + day(since)));
        return all;
    }

    private static String span(Period period) {
        if (!period.hasStart() && !period.hasEnd()) {
            return period.hasExtension() ? "unknown" : "";
        }
        return day(period.getStartElement()) + ".." + day(period.getEndElement());
    }

    private static String day(DateTimeType time) {
        return time.hasValue() ? time.getValueAsString().substring(8) : "";
    }

    private static Said visit(String status, @Nullable String since) {
        return new Said(status, since);
    }

    /** One message's Encounter. */
    private static final class Said {
        private final Encounter encounter = new Encounter();

        Said(String status, @Nullable String since) {
            encounter.setStatus(EncounterStatus.fromCode(status));
            if (since != null) {
                encounter.getStatusElement().addExtension(new Extension(VisitHistory.SINCE_URL, date(since)));
            }
        }

        Said at(String place, @Nullable String since) {
            return place(place, EncounterLocationStatus.ACTIVE, since);
        }

        Said planned(String place) {
            return place(place, EncounterLocationStatus.PLANNED, null);
        }

        Said prior(String place) {
            return place(place, EncounterLocationStatus.COMPLETED, null);
        }

        Said from(String day) {
            encounter.getPeriod().setStartElement(date(day));
            return this;
        }

        Said until(String day) {
            encounter.getPeriod().setEndElement(date(day));
            return this;
        }

        private Said place(String place, EncounterLocationStatus status, @Nullable String since) {
            var entry = encounter.addLocation();
            entry.setLocation(new Reference("Location/" + place)).setStatus(status);
            if (since != null) {
                entry.getPeriod().setStartElement(date(since));
            }
            return this;
        }

        private static DateTimeType date(String day) {
            return new DateTimeType("2026-01-" + day);
        }
    }
}
