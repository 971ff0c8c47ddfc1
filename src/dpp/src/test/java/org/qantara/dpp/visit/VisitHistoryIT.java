package org.qantara.dpp.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** A visit's past over HTTP, beside the order of intake numbers, on both databases. */
class VisitHistoryIT {

    private final String id = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void placesAndStatesAreCarriedOverAndReplaysAddNothing(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-FES", 1)
                .merge(visit(EncounterStatus.INPROGRESS, "CARD", "2026-01-05"))
                .to(dpp));
        ok(Sent.by("CHU-FES", 2)
                .merge(visit(EncounterStatus.INPROGRESS, "REA", "2026-01-06"))
                .to(dpp));
        Sent discharge = Sent.by("CHU-FES", 3).merge(discharged());
        ok(discharge.to(dpp));
        Encounter stored = read(dpp);
        assertThat(stored.getLocation()).hasSize(2);
        assertThat(stored.getLocation().get(0).getPeriod().getEndElement().getValueAsString())
                .isEqualTo("2026-01-06");
        assertThat(stored.getLocation()).allMatch(entry -> entry.getStatus() == EncounterLocationStatus.COMPLETED);
        assertThat(stored.getStatusHistory()).hasSize(1);
        assertThat(stored.getMeta().getVersionId()).isEqualTo("3");

        // the same message, and an older one
        ok(discharge.to(dpp));
        ok(Sent.by("CHU-FES", 2)
                .merge(visit(EncounterStatus.INPROGRESS, "REA", "2026-01-06"))
                .to(dpp));
        assertThat(read(dpp).getMeta().getVersionId()).isEqualTo("3");
    }

    @ParameterizedTest
    @EnumSource
    void aForeignClientSaysAllOfItself(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-FES", 1)
                .merge(visit(EncounterStatus.INPROGRESS, "CARD", "2026-01-05"))
                .to(dpp));
        ok(Sent.byForeignClient()
                .merge(visit(EncounterStatus.INPROGRESS, "REA", "2026-01-06"))
                .to(dpp));
        assertThat(read(dpp).getLocation()).hasSize(1);
    }

    private Encounter discharged() {
        Encounter visit = visit(EncounterStatus.FINISHED, "REA", null);
        visit.getStatusElement().addExtension(new Extension(VisitHistory.SINCE_URL, new DateTimeType("2026-01-09")));
        visit.getPeriod().setEndElement(new DateTimeType("2026-01-09"));
        return visit;
    }

    private Encounter visit(EncounterStatus status, String place, @org.jspecify.annotations.Nullable String since) {
        Encounter visit = new Encounter().setStatus(status);
        visit.setId(id);
        visit.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        var entry = visit.addLocation().setStatus(EncounterLocationStatus.ACTIVE);
        entry.setLocation(new Reference().setDisplay(place));
        if (since != null) {
            entry.getPeriod().setStartElement(new DateTimeType(since));
            visit.getStatusElement().addExtension(new Extension(VisitHistory.SINCE_URL, new DateTimeType(since)));
        }
        return visit;
    }

    private Encounter read(DppUnderTest dpp) {
        Answer answer = dpp.get("/Encounter/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(Encounter.class);
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
