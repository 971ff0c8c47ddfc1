package org.qantara.dpp.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

class ProfilesIT {

    private final DppUnderTest dpp = Database.H2.dpp();

    @Test
    void packageIsReadableAndNamedInTheCapabilityStatement() {
        assertThat(dpp.get("/StructureDefinition/dpp-patient")
                        .as(StructureDefinition.class)
                        .getType())
                .isEqualTo("Patient");
        assertThat(dpp.get("/NamingSystem/ma-idcs")
                        .as(NamingSystem.class)
                        .getUniqueIdFirstRep()
                        .getValue())
                .isEqualTo("urn:ma:idcs");
        var patient = dpp.get("/metadata").as(CapabilityStatement.class).getRestFirstRep().getResource().stream()
                .filter(resource -> resource.getType().equals("Patient"))
                .findFirst()
                .orElseThrow();
        assertThat(patient.getSupportedProfile())
                .extracting(CanonicalType::getValue)
                .contains("urn:ma:dpp:StructureDefinition:patient");
    }

    @Test
    void validateUsesTheProfile() {
        Patient nameless = new Patient();
        nameless.addIdentifier().setSystem("urn:ma:idcs").setValue("1");
        Answer answer = dpp.post("/Patient/$validate?profile=urn:ma:dpp:StructureDefinition:patient", nameless);
        assertThat(answer.as(OperationOutcome.class).getIssue())
                .anyMatch(issue -> issue.getDiagnostics().contains("Patient.name"));
    }

    @Test
    void foreignClientIsWarnedOrRejectedAndTheEngineIsNot() throws Exception {
        Patient nameless = new Patient();
        nameless.setId(UUID.randomUUID().toString());
        HttpResponse<String> warned = put(nameless);
        assertThat(warned.statusCode()).as(warned.body()).isEqualTo(201);
        assertThat(warned.headers().firstValue("X-DPP-Profile").orElse(""))
                .contains("urn:ma:dpp:StructureDefinition:patient");
        nameless.addName().setFamily("Tazi");
        nameless.addIdentifier().setSystem("urn:ma:idcs").setValue("1");
        assertThat(put(nameless).headers().firstValue("X-DPP-Profile")).isEmpty();

        Provenance empty = new Provenance();
        empty.setId(UUID.randomUUID().toString());
        empty.addTarget(new Reference("Patient/" + nameless.getId()));
        empty.setRecorded(new java.util.Date());
        empty.addAgent().getWho().setDisplay("x");
        HttpResponse<String> rejected = put(empty);
        assertThat(rejected.statusCode()).isEqualTo(422);
        assertThat(rejected.body()).contains("Provenance.entity");
        assertThat(dpp.get("/Provenance/" + empty.getId()).status()).isEqualTo(404);
        assertThat(Sent.by("CHU-RABAT", 1).replace(empty).to(dpp).status()).isEqualTo(200);
    }

    private HttpResponse<String> put(Resource resource) throws Exception {
        var request = dpp.request("/" + resource.fhirType() + "/"
                        + resource.getIdElement().getIdPart())
                .PUT(BodyPublishers.ofString(DppUnderTest.json(resource)));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
