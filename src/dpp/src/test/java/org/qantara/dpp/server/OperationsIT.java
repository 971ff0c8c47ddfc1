package org.qantara.dpp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** What clients of a record expect beyond read and search; every one across the partitions. */
class OperationsIT {

    private final String id = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void historyKeepsEachVersionWithItsMessage(Database database) {
        DppUnderTest dpp = database.dpp();
        Sent.by("CHU-RABAT", 1).replace(patient("Alami")).to(dpp);
        Sent.by("CHU-RABAT", 2).replace(patient("Alaoui")).to(dpp);
        Bundle history = dpp.get("/Patient/" + id + "/_history").bundle();
        assertThat(history.getEntry()).hasSize(2);
        assertThat(history.getEntry())
                .extracting(entry -> entry.getResource().getMeta().getSource())
                .containsExactly("urn:qantara:message:CHU-RABAT:2", "urn:qantara:message:CHU-RABAT:1");
        Patient first = dpp.get("/Patient/" + id + "/_history/1").as(Patient.class);
        assertThat(first.getNameFirstRep().getFamily()).isEqualTo("Alami");
    }

    @ParameterizedTest
    @EnumSource
    void everythingOfAPatientInPages(Database database) {
        DppUnderTest dpp = database.dpp();
        Sent sent = Sent.by("CHU-RABAT", 1).merge(patient("Alami"));
        for (int count = 0; count < 70; count++) {
            sent.replace(observation());
        }
        assertThat(sent.to(dpp).status()).isEqualTo(200);
        Encounter inFes = new Encounter();
        inFes.setId(UUID.randomUUID().toString());
        inFes.setStatus(Encounter.EncounterStatus.FINISHED).setSubject(new Reference("Patient/" + id));
        assertThat(Sent.by("CHU-FES", 1).replace(inFes).to(dpp).status()).isEqualTo(200);
        Bundle page = dpp.get("/Patient/" + id + "/$everything?_count=40").bundle();
        int seen = page.getEntry().size();
        while (page.getLink("next") != null) {
            page = dpp.get(page.getLink("next").getUrl().substring(dpp.base().length()))
                    .bundle();
            seen += page.getEntry().size();
        }
        assertThat(seen).isEqualTo(72);
    }

    @ParameterizedTest
    @EnumSource
    void fhirPathPatchChangesOneElement(Database database) {
        DppUnderTest dpp = database.dpp();
        Sent.by("CHU-RABAT", 1).replace(patient("Alami")).to(dpp);
        Parameters patch = new Parameters();
        var operation = patch.addParameter().setName("operation");
        operation.addPart().setName("type").setValue(new CodeType("replace"));
        operation.addPart().setName("path").setValue(new StringType("Patient.birthDate"));
        operation.addPart().setName("value").setValue(new DateType("1991-02-03"));
        Answer answer = dpp.send(dpp.request("/Patient/" + id)
                .method("PATCH", BodyPublishers.ofString(DppUnderTest.json(patch)))
                .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Patient stored = dpp.get("/Patient/" + id).as(Patient.class);
        assertThat(stored.getBirthDateElement().getValueAsString()).isEqualTo("1991-02-03");
        assertThat(stored.getNameFirstRep().getFamily()).isEqualTo("Alami");
    }

    @ParameterizedTest
    @EnumSource
    void conditionalOperationsMatchByIdentifier(Database database) {
        DppUnderTest dpp = database.dpp();
        String query = "identifier=urn:ma:ipp:EXT%7C" + id;
        Patient foreign = new Patient();
        foreign.addIdentifier().setSystem("urn:ma:ipp:EXT").setValue(id);
        assertThat(dpp.put("/Patient?" + query, foreign).status()).isEqualTo(201);
        foreign.addName().setFamily("Berrada");
        assertThat(dpp.put("/Patient?" + query, foreign).status()).isEqualTo(200);
        var create = dpp.request("/Patient").header("If-None-Exist", query);
        assertThat(dpp.send(create.POST(BodyPublishers.ofString(DppUnderTest.json(foreign)))
                                .build())
                        .status())
                .isEqualTo(200);
        assertThat(dpp.get("/Patient?" + query).bundle().getTotal()).isEqualTo(1);
        assertThat(dpp.delete("/Patient?" + query).status()).isEqualTo(200);
        assertThat(dpp.get("/Patient?" + query).bundle().getTotal()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void wrongVersionIsAConflictAndNothingIsWritten(Database database) {
        DppUnderTest dpp = database.dpp();
        Sent.by("CHU-RABAT", 1).replace(patient("Alami")).to(dpp);
        var put = dpp.request("/Patient/" + id).header("If-Match", "W/\"7\"");
        Answer answer = dpp.send(put.PUT(BodyPublishers.ofString(DppUnderTest.json(patient("Autre"))))
                .build());
        assertThat(answer.status()).isIn(409, 412);
        assertThat(dpp.get("/Patient/" + id).as(Patient.class).getMeta().getVersionId())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void validateJudgesWithoutStoring(Database database) {
        DppUnderTest dpp = database.dpp();
        Observation incomplete = new Observation();
        incomplete.getCode().setText("x");
        Answer answer = dpp.post("/Observation/$validate", incomplete);
        OperationOutcome outcome = answer.as(OperationOutcome.class);
        assertThat(outcome.getIssue()).anyMatch(issue -> issue.getDiagnostics().contains("status"));
    }

    @ParameterizedTest
    @EnumSource
    void translateUsesStoredConceptMaps(Database database) {
        DppUnderTest dpp = database.dpp();
        ConceptMap map = new ConceptMap();
        map.setUrl("urn:test:map:" + id).setStatus(PublicationStatus.ACTIVE);
        map.setSource(new UriType("urn:test:from")).setTarget(new UriType("urn:test:to"));
        map.addGroup()
                .setSource("urn:test:from:" + id)
                .setTarget("urn:test:to:" + id)
                .addElement()
                .setCode("HB")
                .addTarget()
                .setCode("718-7")
                .setEquivalence(ConceptMapEquivalence.EQUIVALENT);
        assertThat(dpp.post("/ConceptMap", map).status()).isEqualTo(201);
        Answer answer = dpp.get("/ConceptMap/$translate?system=urn:test:from:" + id + "&code=HB");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.as(Parameters.class).getParameterBool("result")).isTrue();
        assertThat(answer.body()).contains("718-7");
    }

    private Patient patient(String family) {
        Patient patient = new Patient();
        patient.setId(id);
        patient.addName().setFamily(family);
        patient.setBirthDateElement(new DateType("1984-05-12"));
        return patient;
    }

    private Observation observation() {
        Observation observation = new Observation();
        observation.setId(UUID.randomUUID().toString());
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode("718-7");
        observation.setSubject(new Reference("Patient/" + id));
        return observation;
    }
}
