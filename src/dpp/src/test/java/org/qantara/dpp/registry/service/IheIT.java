package org.qantara.dpp.registry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.dpp.registry.service.WithRegistry.newId;
import static org.qantara.dpp.registry.service.WithRegistry.patient;
import static org.qantara.dpp.registry.service.WithRegistry.withCnie;

import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;

/** PIXm (ITI-83, ITI-104) and PDQm (ITI-78, ITI-119) as their profiles word them. */
class IheIT {
    private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";

    @ParameterizedTest
    @EnumSource
    void pixAnswersTheOtherNumbersOfThePerson(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String hospital = newId();
        String laboratory = newId();
        dpp.send(
                "PIX-H",
                1,
                withCnie(
                        patient(hospital, "PIX-H", "100", "Nadia", "Berrada", "1965-05-25", "0664555666"), "KL100200"));
        dpp.send(
                "PIX-L",
                1,
                withCnie(
                        patient(laboratory, "PIX-L", "L-7", "Nadia", "Berrada", "1965-05-25", "0664555666"),
                        "KL100200"));

        Parameters all = pix(dpp, "urn:ma:ipp:PIX-H%7C100", "").as(Parameters.class);
        assertThat(identifiers(all))
                .containsExactlyInAnyOrder(
                        "urn:ma:cnie|KL100200", "urn:ma:ipp:PIX-L|L-7", "urn:qantara:mpi|" + dpp.golden(hospital));
        assertThat(references(all))
                .contains("Patient/" + hospital, "Patient/" + laboratory, "Patient/" + dpp.golden(hospital));

        Parameters one = pix(dpp, "urn:ma:ipp:PIX-H%7C100", "&targetSystem=urn:ma:ipp:PIX-L")
                .as(Parameters.class);
        assertThat(identifiers(one)).containsExactly("urn:ma:ipp:PIX-L|L-7");
        assertThat(references(one)).containsExactly("Patient/" + laboratory);
    }

    @ParameterizedTest
    @EnumSource
    void pixSaysWhatIsUnknown(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        dpp.send("PIX-E", 1, patient(newId(), "PIX-E", "1", "Sanae", "Hilali", "1988-08-18", ""));
        refused(pix(dpp, "urn:ma:ipp:PIX-E%7Cnobody", ""), 404, IssueType.NOTFOUND);
        refused(pix(dpp, "urn:ma:ipp:NOWHERE%7C1", ""), 400, IssueType.CODEINVALID);
        refused(pix(dpp, "just-a-number", ""), 400, IssueType.CODEINVALID);
        refused(pix(dpp, "urn:ma:ipp:PIX-E%7C1", "&targetSystem=urn:nowhere"), 403, IssueType.CODEINVALID);
    }

    @ParameterizedTest
    @EnumSource
    void matchGradesWhatItFinds(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        String id = newId();
        dpp.send(
                "PDQ-H",
                1,
                withCnie(patient(id, "PDQ-H", "5", "Ilham", "Guessous", "1979-01-31", "0665010203"), "MN300400"));
        Patient same = withCnie(patient("x", "PDQ-X", "?", "إلهام", "جسوس", "1979-01-31", "0665010203"), "MN300400");
        same.setId((String) null);
        same.getIdentifier().remove(0);
        Bundle certain = match(dpp, same, true).bundle();
        assertThat(certain.getEntry()).hasSize(1);
        assertThat(certain.getEntryFirstRep().getResource().getIdElement().getIdPart())
                .isEqualTo(id);
        assertThat(grade(certain)).isEqualTo("certain");
        assertThat(certain.getEntryFirstRep().getSearch().getScore().doubleValue())
                .isGreaterThan(0.99);

        Patient sister = same.copy();
        sister.getNameFirstRep().setGiven(List.of(new org.hl7.fhir.r4.model.StringType("Khadija")));
        assertThat(match(dpp, sister, true).bundle().getEntry()).isEmpty();
        assertThat(match(dpp, sister, false).bundle().getEntry()).hasSize(1);
        assertThat(dpp.http().post("/Patient/$match", new Parameters()).status())
                .isEqualTo(400);
    }

    /** ITI-104: a conditional update by the local number; the second one changes the same record. */
    @ParameterizedTest
    @EnumSource
    void aFeedWithoutAMessageIsRegisteredToo(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        Patient fed = patient("x", "FEED", "8", "Rim", "Chraibi", "2003-03-13", "0667123123");
        fed.setId((String) null);
        assertThat(dpp.http()
                        .put("/Patient?identifier=urn:ma:ipp:FEED%7C8", fed)
                        .status())
                .isEqualTo(201);
        fed.addTelecom().setValue("0667123999");
        assertThat(dpp.http()
                        .put("/Patient?identifier=urn:ma:ipp:FEED%7C8", fed)
                        .status())
                .isEqualTo(200);
        Bundle found = dpp.http().get("/Patient?identifier=urn:ma:ipp:FEED%7C8").bundle();
        assertThat(found.getEntry()).hasSize(1);
        String id = found.getEntryFirstRep().getResource().getIdElement().getIdPart();
        assertThat(dpp.registry().members(dpp.golden(id))).containsExactly(id);
    }

    private static Answer pix(WithRegistry dpp, String source, String more) {
        return dpp.http().get("/Patient/$ihe-pix?sourceIdentifier=" + source + more);
    }

    private static Answer match(WithRegistry dpp, Patient asked, boolean onlyCertain) {
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("resource").setResource(asked);
        parameters.addParameter().setName("onlyCertainMatches").setValue(new BooleanType(onlyCertain));
        return dpp.http().post("/Patient/$match", parameters);
    }

    private static String grade(Bundle bundle) {
        return ((CodeType) bundle.getEntryFirstRep()
                        .getSearch()
                        .getExtensionByUrl(GRADE)
                        .getValue())
                .getValue();
    }

    private static void refused(Answer answer, int status, IssueType code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.as(OperationOutcome.class).getIssueFirstRep().getCode())
                .isEqualTo(code);
    }

    private static List<String> identifiers(Parameters answer) {
        return answer.getParameter().stream()
                .filter(parameter -> parameter.getName().equals("targetIdentifier"))
                .map(parameter -> (Identifier) parameter.getValue())
                .map(identifier -> identifier.getSystem() + "|" + identifier.getValue())
                .toList();
    }

    private static List<String> references(Parameters answer) {
        return answer.getParameter().stream()
                .filter(parameter -> parameter.getName().equals("targetId"))
                .map(parameter -> ((Reference) parameter.getValue()).getReference())
                .toList();
    }
}
