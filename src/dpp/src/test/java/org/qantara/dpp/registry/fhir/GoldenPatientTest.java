package org.qantara.dpp.registry.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.PersonName;

class GoldenPatientTest {
    @Test
    void keepsEverySpellingAndWhatMostRecordsSay() {
        Patient golden = GoldenPatient.of(
                "mpi-1",
                List.of(
                        person("فاطمة", Sex.UNKNOWN, new BirthDate(1984, 9, 3)),
                        person("Fatima", Sex.FEMALE, new BirthDate(1984, 3, 9)),
                        person("Fatima", Sex.FEMALE, new BirthDate(1984, 3, 9))),
                null);
        assertThat(golden.getName())
                .extracting(HumanName::getGivenAsSingleString)
                .containsExactly("فاطمة", "Fatima");
        assertThat(golden.getGender()).isEqualTo(AdministrativeGender.FEMALE);
        assertThat(golden.getBirthDateElement().getValueAsString()).isEqualTo("1984-03-09");
        assertThat(golden.getActive()).isTrue();
        assertThat(golden.getIdentifier()).hasSize(1);
    }

    @Test
    void aDateThatIsNoneStaysWithItsSource() {
        Patient golden = GoldenPatient.of("mpi-1", List.of(person("A", Sex.MALE, new BirthDate(1957, 19, 7))), null);
        assertThat(golden.hasBirthDate()).isFalse();
        Patient yearOnly = GoldenPatient.of("mpi-1", List.of(person("A", Sex.MALE, new BirthDate(1957, 0, 0))), null);
        assertThat(yearOnly.getBirthDateElement().getValueAsString()).isEqualTo("1957");
    }

    @Test
    void anEmptyOnePointsToWhereItsRecordsAre() {
        Patient golden = GoldenPatient.of("mpi-1", List.of(), "mpi-2");
        assertThat(golden.getActive()).isFalse();
        assertThat(golden.getMeta().getTagFirstRep().getCode()).isEqualTo("REDIRECTED");
        assertThat(golden.getLinkFirstRep().getOther().getReference()).isEqualTo("Patient/mpi-2");
    }

    private static Person person(String given, Sex sex, @Nullable BirthDate born) {
        return new Person(
                given,
                "F",
                given,
                List.of(new PersonName(given, "Alami")),
                sex,
                born,
                List.of(),
                List.of(),
                List.of(),
                false);
    }
}
