package org.qantara.dpp.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** The contract of architecture.md sections 3 and 4, over HTTP, on both databases. */
class OwnershipIT {

    private final String id = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void replaceWritesWholeResource(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-RABAT", 1).replace(rich()).to(dpp));
        ok(Sent.by("CHU-RABAT", 2).replace(poor()).to(dpp));
        Patient stored = read(dpp);
        assertThat(stored.getBirthDateElement().getValueAsString()).isNull();
        assertThat(stored.getNameFirstRep().getFamily()).isEqualTo("الفاسي");
        assertThat(stored.getMeta().getSource()).isEqualTo("urn:qantara:message:CHU-RABAT:2");
    }

    @ParameterizedTest
    @EnumSource
    void createKeepsWhatExists(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-RABAT", 1).create(rich()).to(dpp));
        Bundle answer = ok(Sent.by("CHU-RABAT", 2).create(poor()).to(dpp));
        assertThat(outcome(answer)).isEqualTo("urn:qantara:outcome|kept");
        Patient stored = read(dpp);
        assertThat(stored.getMeta().getVersionId()).isEqualTo("1");
        assertThat(stored.getBirthDateElement().getValueAsString()).isEqualTo("1984-05-12");
        assertThat(stored.getMeta().getSource()).isEqualTo("urn:qantara:message:CHU-RABAT:1");
    }

    @ParameterizedTest
    @EnumSource
    void mergeKeepsElementsThatTheMessageDoesNotValue(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-RABAT", 1).merge(rich()).to(dpp));
        ok(Sent.by("CHU-RABAT", 2).merge(poor(), "gender", "deceased").to(dpp));
        Patient stored = read(dpp);
        assertThat(stored.getName()).hasSize(1);
        assertThat(stored.getNameFirstRep().getFamily()).isEqualTo("الفاسي");
        assertThat(stored.getBirthDateElement().getValueAsString()).isEqualTo("1984-05-12");
        assertThat(stored.hasGender()).isFalse();
        assertThat(stored.hasDeceased()).isFalse();
        assertThat(stored.getMeta().getVersionId()).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource
    void whatAMergeOnlyFillsStandsWhereTheRecordHasIt(Database database) {
        DppUnderTest dpp = database.dpp();
        Patient poorer = poor();
        poorer.addName().setFamily("Autre");
        poorer.setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1999-09-09"));
        ok(Sent.by("CHU-RABAT", 1).merge(rich()).to(dpp));
        ok(Sent.by("CHU-RABAT", 2).merge(poorer).fills("name", "multipleBirth").to(dpp));
        Patient stored = read(dpp);
        assertThat(stored.getName()).extracting(name -> name.getFamily()).containsExactly("El Fassi");
        assertThat(stored.getBirthDateElement().getValueAsString()).isEqualTo("1999-09-09");
        Sent wrong = Sent.by("CHU-RABAT", 3).replace(poor()).fills("name");
        assertThat(wrong.to(dpp).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource
    void choiceElementReplacesOtherTypeOfTheChoice(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-RABAT", 1).merge(rich()).to(dpp));
        ok(Sent.by("CHU-RABAT", 2)
                .merge(poor().setDeceased(new DateTimeType("2026-03-01")))
                .to(dpp));
        assertThat(read(dpp).getDeceasedDateTimeType().getValueAsString()).isEqualTo("2026-03-01");
    }

    @ParameterizedTest
    @EnumSource
    void olderMessageOfTheSameFacilityIsSuperseded(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-RABAT", 20).replace(rich()).to(dpp));
        Bundle answer = ok(Sent.by("CHU-RABAT", 19).replace(poor()).to(dpp));
        assertThat(outcome(answer)).isEqualTo("urn:qantara:outcome|superseded");
        assertThat(answer.getEntryFirstRep().getResponse().getStatus()).startsWith("200");
        Patient stored = read(dpp);
        assertThat(stored.getMeta().getVersionId()).isEqualTo("1");
        assertThat(stored.getBirthDateElement().getValueAsString()).isEqualTo("1984-05-12");
        assertThat(outcome(ok(Sent.by("CHU-RABAT", 3).merge(poor()).to(dpp))))
                .isEqualTo("urn:qantara:outcome|superseded");
        assertThat(read(dpp).getMeta().getSource()).isEqualTo("urn:qantara:message:CHU-RABAT:20");
    }

    @ParameterizedTest
    @EnumSource
    void equalNumberAndOtherFacilitiesApply(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("LABO", 20).replace(rich()).to(dpp));
        assertThat(outcome(ok(Sent.by("LABO", 20).replace(poor()).to(dpp)))).doesNotContain("superseded");
        assertThat(read(dpp).getMeta().getVersionId()).isEqualTo("2");
        ok(Sent.by("CLINIQUE", 4).replace(rich()).to(dpp));
        assertThat(read(dpp).getMeta().getVersionId()).isEqualTo("3");
        ok(Sent.byForeignClient().replace(poor()).to(dpp));
        assertThat(read(dpp).getMeta().getVersionId()).isEqualTo("4");
        assertThat(read(dpp).getMeta().hasSource()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void repeatedContentAdvancesTheIntakeNumberWithoutVersion(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-RABAT", 5).replace(rich()).to(dpp));
        ok(Sent.by("CHU-RABAT", 9).replace(rich()).to(dpp));
        assertThat(read(dpp).getMeta().getVersionId()).isEqualTo("1");
        assertThat(read(dpp).getMeta().getSource()).isEqualTo("urn:qantara:message:CHU-RABAT:9");
        assertThat(outcome(ok(Sent.by("CHU-RABAT", 7).replace(poor()).to(dpp)))).contains("superseded");
    }

    @ParameterizedTest
    @EnumSource
    void oneRefusedEntryLeavesNothingOfTheOthers(Database database) {
        DppUnderTest dpp = database.dpp();
        Patient other = poor();
        other.setId(UUID.randomUUID().toString());
        other.setManagingOrganization(new org.hl7.fhir.r4.model.Reference("Organization/" + UUID.randomUUID()));
        Answer answer = Sent.by("CHU-RABAT", 1).merge(rich()).merge(other).to(dpp);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnostics()).contains("Organization/").contains("not found");
        assertThat(dpp.get("/Patient/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void ifNoneMatchOfForeignClientIsPlainFhir(Database database) {
        DppUnderTest dpp = database.dpp();
        var body = java.net.http.HttpRequest.BodyPublishers.ofString(DppUnderTest.json(rich()));
        var request = dpp.request("/Patient/" + id)
                .header("If-None-Match", "*")
                .PUT(body)
                .build();
        assertThat(dpp.send(request).status()).isEqualTo(201);
        Answer second = dpp.send(request);
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.as(OperationOutcome.class).getIssueFirstRep().getDiagnostics())
                .contains("If-None-Match");
        Sent foreign = Sent.byForeignClient().put(poor());
        foreign.last().getRequest().setIfNoneMatch("*");
        assertThat(foreign.to(dpp).status()).isEqualTo(412);
        assertThat(read(dpp).getMeta().getVersionId()).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void malformedOwnershipIsRefusedWithItsPlace(Database database) {
        DppUnderTest dpp = database.dpp();
        refused(Sent.by("X", 1).owns(rich(), "steal").to(dpp), "Bundle.entry[0]", "steal", "replace, create or merge");
        refused(Sent.by("X", 1).merge(rich(), "colour").to(dpp), "Bundle.entry[0]", "colour", "Patient");
        Sent removedWithoutMerge = Sent.by("X", 1).replace(rich());
        removedWithoutMerge
                .last()
                .getRequest()
                .addExtension("urn:qantara:removed", new org.hl7.fhir.r4.model.StringType("name"));
        refused(removedWithoutMerge.to(dpp), "Bundle.entry[0]", "without owns merge");
        Sent conditional = Sent.by("X", 1).merge(rich());
        conditional.last().getRequest().setUrl("Patient?identifier=a|b");
        refused(conditional.to(dpp), "Bundle.entry[0]", "PUT <Type>/<id>");
    }

    @ParameterizedTest
    @EnumSource
    void deletedResourceIsWrittenAgain(Database database) {
        DppUnderTest dpp = database.dpp();
        ok(Sent.by("CHU-RABAT", 8).replace(rich()).to(dpp));
        assertThat(dpp.delete("/Patient/" + id).status()).isEqualTo(200);
        assertThat(dpp.get("/Patient/" + id).status()).isEqualTo(410);
        ok(Sent.by("CHU-RABAT", 9).merge(poor()).to(dpp));
        assertThat(read(dpp).hasBirthDate()).isFalse();
    }

    private static void refused(Answer answer, String... texts) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnostics()).contains(texts);
    }

    private static Bundle ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.bundle();
    }

    private static String outcome(Bundle answer) {
        OperationOutcome outcome =
                (OperationOutcome) answer.getEntryFirstRep().getResponse().getOutcome();
        var coding = outcome.getIssueFirstRep().getDetails().getCodingFirstRep();
        return coding.getSystem() + "|" + coding.getCode();
    }

    private Patient read(DppUnderTest dpp) {
        Answer answer = dpp.get("/Patient/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(Patient.class);
    }

    private Patient rich() {
        Patient patient = poor();
        patient.getNameFirstRep().setFamily("El Fassi");
        patient.setGender(AdministrativeGender.FEMALE)
                .setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1984-05-12"));
        patient.setDeceased(new BooleanType(false));
        return patient;
    }

    private Patient poor() {
        Patient patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem("urn:ma:ipp:CHU-RABAT").setValue(id);
        patient.addName().setFamily("الفاسي");
        return patient;
    }
}
