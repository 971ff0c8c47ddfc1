package org.qantara.dpp.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** What a message only mentions is taken out of its transaction when it is there: the answer still has one entry for each entry, in order. */
class KeptCreatesIT {

    private final String known = UUID.randomUUID().toString();
    private final String unknown = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void eachEntryIsAnsweredInItsPlace(Database database) {
        DppUnderTest dpp = database.dpp();
        assertThat(Sent.by("CHU-RABAT", 1).replace(patient(known)).to(dpp).status())
                .isEqualTo(200);
        Observation first = observation(known);
        Observation second = observation(unknown);
        Answer answer = Sent.by("CHU-RABAT", 2)
                .replace(first)
                .create(patient(known))
                .create(patient(unknown))
                .replace(second)
                .to(dpp);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Bundle answered = answer.bundle();
        assertThat(answered.getEntry())
                .extracting(entry -> entry.getResponse().getStatus().substring(0, 3))
                .containsExactly("201", "200", "201", "201");
        OperationOutcome kept =
                (OperationOutcome) answered.getEntry().get(1).getResponse().getOutcome();
        assertThat(kept.getIssueFirstRep().getDetails().getCodingFirstRep().getCode())
                .isEqualTo("kept");
        assertThat(answered.getEntry().get(1).getResponse().getLocation()).isEqualTo("Patient/" + known);
        assertThat(dpp.get("/Patient/" + known).as(Patient.class).getMeta().getVersionId())
                .isEqualTo("1");
        assertThat(dpp.get("/Observation?patient=" + known).bundle().getTotal()).isEqualTo(1);
        assertThat(dpp.get("/Observation?patient=" + unknown).bundle().getTotal())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasDeletedIsCreatedAgain(Database database) {
        DppUnderTest dpp = database.dpp();
        assertThat(Sent.by("CHU-RABAT", 1).replace(patient(known)).to(dpp).status())
                .isEqualTo(200);
        assertThat(dpp.delete("/Patient/" + known).status()).isEqualTo(200);
        Answer answer = Sent.by("CHU-RABAT", 2)
                .create(patient(known))
                .replace(observation(known))
                .to(dpp);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(dpp.get("/Patient/" + known).status()).isEqualTo(200);
    }

    private static Patient patient(String id) {
        Patient patient = new Patient();
        patient.setId(id);
        return patient;
    }

    private static Observation observation(String patient) {
        Observation observation = new Observation();
        observation.setId(UUID.randomUUID().toString());
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode("718-7");
        observation.setSubject(new Reference("Patient/" + patient));
        return observation;
    }
}
