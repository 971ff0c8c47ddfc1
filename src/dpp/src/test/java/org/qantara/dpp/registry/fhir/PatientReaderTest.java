package org.qantara.dpp.registry.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.store.Content;

class PatientReaderTest {
    @Test
    void facilityAndNumberComeFromTheLocalIdentifier() {
        Patient patient = new Patient();
        patient.setId("a");
        patient.addIdentifier().setSystem("urn:ma:cnie").setValue("AB1").setUse(Identifier.IdentifierUse.OFFICIAL);
        patient.addIdentifier().setSystem("urn:ma:ipp:CHU-FES").setValue("7");
        Person person = PatientReader.read(patient).person();
        assertThat(person.facility()).isEqualTo("CHU-FES");
        assertThat(person.localNumber()).isEqualTo("7");
        assertThat(person.nationalIds()).containsExactly(new NationalId(NationalId.Kind.CNIE, "AB1", true));
    }

    @Test
    void withoutALocalNumberTheFacilityIsTheMessages() {
        Patient patient = new Patient();
        patient.setId("a");
        patient.getMeta().setSource("urn:qantara:message:LAB-1:12");
        assertThat(PatientReader.read(patient).person().facility()).isEqualTo("LAB-1");
    }

    /** Two records of nobody must not look like two numbers of one facility, which would be a veto. */
    @Test
    void recordsOfNobodyShareNoFacility() {
        Patient one = new Patient();
        one.setId("a");
        Patient two = new Patient();
        two.setId("b");
        assertThat(PatientReader.read(one).person().facility())
                .isNotEqualTo(PatientReader.read(two).person().facility());
    }

    @Test
    void insurersDoNotShareNumbers() {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:ma:cnss").setValue("1234567");
        patient.addIdentifier().setSystem("urn:ma:cnops").setValue("1234567");
        assertThat(PatientReader.read(patient).person().nationalIds())
                .extracting(NationalId::value)
                .doesNotHaveDuplicates();
    }

    @Test
    void hostileSizesAreCut() {
        Patient patient = new Patient();
        for (int i = 0; i < 500; i++) {
            patient.addName().setFamily("x".repeat(5_000) + i);
            patient.addAddress().addLine("y".repeat(5_000) + i);
            patient.addTelecom().setValue("0".repeat(5_000) + i);
            patient.addIdentifier().setSystem("urn:ma:cnie").setValue("Z".repeat(5_000) + i);
        }
        Person person = PatientReader.read(patient).person();
        assertThat(person.names()).hasSizeLessThan(20);
        assertThat(person.names().get(0).family()).hasSize(200);
        assertThat(person.nationalIds()).hasSizeLessThan(20);
    }

    @Test
    void onlyLocalPatientsAreLinked() {
        Patient patient = new Patient();
        patient.addLink().setOther(new Reference("Patient/b")).setType(LinkType.REPLACEDBY);
        patient.addLink().setOther(new Reference("RelatedPerson/c")).setType(LinkType.SEEALSO);
        Content content = PatientReader.read(patient);
        assertThat(content.links()).hasSize(1).containsEntry("b", "replaced-by");
    }
}
