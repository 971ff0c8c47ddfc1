package org.qantara.dpp.registry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.qantara.dpp.registry.service.WithRegistry.newId;
import static org.qantara.dpp.registry.service.WithRegistry.patient;
import static org.qantara.dpp.registry.service.WithRegistry.result;

import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Linkage.LinkageType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qantara.dpp.registry.store.DecisionRow;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.Sent;

/** A24 and A37 as they reach the DPP: a Linkage that joins two numbers of one facility, and the same one that parts them. */
class LinkageIT {
    private static final String FACILITY = "LINK-CHU";

    private final String one = newId();
    private final String other = newId();
    private final String number = newId();
    private final String linkage = newId();
    private final String resultOfOne = newId();
    private final String resultOfOther = newId();

    @ParameterizedTest
    @EnumSource
    void aLinkIsFollowedAndAnUnlinkTakesBackExactlyThat(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        admitted(dpp, person -> {});
        String goldenOne = dpp.golden(one);
        String goldenOther = dpp.golden(other);
        assertThat(goldenOne).isNotEqualTo(goldenOther);

        said(dpp, 10, true);
        assertThat(dpp.golden(one)).isEqualTo(dpp.golden(other));
        assertThat(observations(dpp, one)).containsExactlyInAnyOrder(resultOfOne, resultOfOther);
        assertThat(observations(dpp, other)).containsExactlyInAnyOrder(resultOfOne, resultOfOther);
        assertThat(dpp.registry().decisions(one))
                .extracting(DecisionRow::outcome, DecisionRow::actor, DecisionRow::reason, DecisionRow::state)
                .endsWith(tuple("linked", "message", "sent by LINK-CHU", "done"));

        said(dpp, 11, false);
        assertThat(dpp.golden(one)).isEqualTo(goldenOne);
        assertThat(dpp.golden(other)).isEqualTo(goldenOther);
        assertThat(observations(dpp, one)).containsExactly(resultOfOne);
        assertThat(dpp.registry().decisions(other))
                .extracting(DecisionRow::outcome, DecisionRow::reason)
                .endsWith(tuple("unlinked", "sent by LINK-CHU"));

        said(dpp, 9, true);
        assertThat(dpp.golden(one)).as("an older message changes nothing").isNotEqualTo(dpp.golden(other));
    }

    @ParameterizedTest
    @EnumSource
    void aMergeAndALinkOfThePairStandApart(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        admitted(dpp, person -> {});
        said(dpp, 10, true);
        Patient merged = new Patient();
        merged.setId(one);
        merged.setActive(false);
        merged.addLink().setOther(new Reference("Patient/" + other)).setType(LinkType.REPLACEDBY);
        Sent.by(FACILITY, 11).merge(merged).to(dpp.http());
        said(dpp, 12, false);
        assertThat(dpp.golden(one)).as("the merge stands").isEqualTo(dpp.golden(other));
        assertThat(openAbout(dpp, one, other)).as("and somebody is asked").isNotEmpty();
        Patient again = new Patient();
        again.setId(one);
        Sent.by(FACILITY, 13).merge(again, "link", "active").to(dpp.http());
        assertThat(dpp.golden(one)).isNotEqualTo(dpp.golden(other));
    }

    @ParameterizedTest
    @EnumSource
    void aLinkAgainstTheEvidenceIsFollowedAndShownToAPersonWhoMayPartThem(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        admitted(dpp, person -> {
            person.setGender(AdministrativeGender.MALE);
            person.addIdentifier()
                    .setSystem("urn:ma:cnie")
                    .setValue("ZZ" + Math.abs(number.hashCode() % 1_000_000))
                    .setUse(Identifier.IdentifierUse.OFFICIAL);
        });
        said(dpp, 10, true);
        assertThat(dpp.golden(one)).isEqualTo(dpp.golden(other));
        List<DecisionRow> reviews = openAbout(dpp, one, other);
        assertThat(reviews).hasSize(1);
        assertThat(reviews.get(0).outcome()).isEqualTo("conflict");

        dpp.registry().reject(reviews.get(0).id(), "amina", "two people, both cards seen");
        assertThat(dpp.golden(one)).isNotEqualTo(dpp.golden(other));
        said(dpp, 11, true);
        assertThat(dpp.golden(one))
                .as("a person's word stands above a repeated message")
                .isNotEqualTo(dpp.golden(other));
    }

    @ParameterizedTest
    @EnumSource
    void peopleMayUnlinkWhatAMessageLinked(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        admitted(dpp, person -> {});
        said(dpp, 10, true);
        dpp.registry().unlink(one, "amina", "mistaken by the desk");
        assertThat(dpp.golden(one)).isNotEqualTo(dpp.golden(other));
        assertThat(dpp.registry().decisions(one))
                .extracting(DecisionRow::outcome)
                .endsWith("linked", "unlinked");
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedLinkageNoLongerSaysAnything(Database database) {
        WithRegistry dpp = WithRegistry.on(database);
        admitted(dpp, person -> {});
        said(dpp, 10, true);
        assertThat(dpp.http().delete("/Linkage/" + linkage).status()).isEqualTo(200);
        assertThat(dpp.golden(one)).isNotEqualTo(dpp.golden(other));
    }

    private void admitted(WithRegistry dpp, Consumer<Patient> differing) {
        Patient second = patient(other, FACILITY, number + "-2", "Izza", "Oubrahim", "1958-08-18", "");
        differing.accept(second);
        Patient first = patient(one, FACILITY, number + "-1", "Rahma", "Mekouar", "1971-01-17", "");
        first.addIdentifier()
                .setSystem("urn:ma:cnie")
                .setValue("YY" + Math.abs(number.hashCode() % 1_000_000))
                .setUse(Identifier.IdentifierUse.OFFICIAL);
        dpp.send(FACILITY, 1, first, result(resultOfOne, one, "1"));
        dpp.send(FACILITY, 2, second, result(resultOfOther, other, "2"));
    }

    private void said(WithRegistry dpp, long intake, boolean joins) {
        Linkage said = new Linkage();
        said.setId(linkage);
        said.setActive(joins);
        // an unlink may name them the other way round
        said.addItem().setType(LinkageType.SOURCE).setResource(new Reference("Patient/" + (joins ? one : other)));
        said.addItem().setType(LinkageType.ALTERNATE).setResource(new Reference("Patient/" + (joins ? other : one)));
        assertThat(Sent.by(FACILITY, intake).replace(said).to(dpp.http()).status())
                .isEqualTo(200);
    }

    private static List<DecisionRow> openAbout(WithRegistry dpp, String one, String other) {
        return dpp.registry().reviews(0, 500).stream()
                .filter(row -> List.of(one, other).contains(row.patientId()))
                .filter(row -> row.matches().stream()
                        .anyMatch(match -> List.of(one, other).contains(match.recordId())))
                .toList();
    }

    private static List<String> observations(WithRegistry dpp, String patientId) {
        Bundle found =
                dpp.http().get("/Observation?subject:mdm=Patient/" + patientId).bundle();
        return found.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }
}
