package org.qantara.dpp.registry.fhir;

import ca.uhn.fhir.mdm.api.MdmConstants;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.PersonName;

/**
 * The golden record of a person: a pure function of the records that belong to it, so that taking a record out leaves what was there before.
 *
 * <p>It carries the registry's own identifier, every spelling of the name, sex and birth date as most records have them. Numbers of facilities
 * and national numbers stay with the sources: a search by identifier finds sources only.
 */
public final class GoldenPatient {
    /** System of the registry's own identifier; its value is the id of the golden record. */
    public static final String SYSTEM = "urn:qantara:mpi";

    /** Every golden record's id begins so, and no other patient's may. */
    public static final String ID_PREFIX = "mpi-";

    private static final int NAMES_MAX = 20;

    private GoldenPatient() {}

    /** The id of the golden record that begins with a source patient; {@code salt} is empty but for one that was taken out of its own. */
    public static String id(String patientId, String salt) {
        return ID_PREFIX
                + UUID.nameUUIDFromBytes((SYSTEM + "|" + patientId + "|" + salt).getBytes(StandardCharsets.UTF_8));
    }

    public static boolean isGolden(@Nullable String patientId) {
        return patientId != null && patientId.startsWith(ID_PREFIX);
    }

    /**
     * Builds the resource.
     *
     * @param records of the person, in order of registration; none for a golden record that stands empty
     * @param replacedBy the golden record under which its records are shown now, if another
     */
    public static Patient of(String golden, List<Person> records, @Nullable String replacedBy) {
        Patient patient = new Patient();
        patient.setId(golden);
        patient.getMeta()
                .addTag()
                .setSystem(MdmConstants.SYSTEM_GOLDEN_RECORD_STATUS)
                .setCode(
                        records.isEmpty()
                                ? MdmConstants.CODE_GOLDEN_RECORD_REDIRECTED
                                : MdmConstants.CODE_GOLDEN_RECORD);
        patient.addIdentifier().setSystem(SYSTEM).setValue(golden);
        patient.setActive(!records.isEmpty());
        Set<PersonName> names = new LinkedHashSet<>();
        records.forEach(person -> names.addAll(person.names()));
        names.stream().limit(NAMES_MAX).forEach(name -> {
            var human = patient.addName();
            if (!name.family().isBlank()) {
                human.setFamily(name.family());
            }
            Stream.of(name.given().split(" ")).filter(given -> !given.isBlank()).forEach(human::addGiven);
        });
        Sex sex = most(records.stream().map(Person::sex).filter(s -> s != Sex.UNKNOWN));
        if (sex != null) {
            patient.setGender(sex == Sex.MALE ? AdministrativeGender.MALE : AdministrativeGender.FEMALE);
        }
        BirthDate born = most(records.stream().map(Person::birthDate).filter(b -> b != null && isDate(b)));
        if (born != null) {
            patient.setBirthDateElement(new DateType(written(born)));
        }
        if (replacedBy != null) {
            patient.addLink().setOther(new Reference("Patient/" + replacedBy)).setType(Patient.LinkType.REPLACEDBY);
        }
        return patient;
    }

    /** The value that most records have, the earliest registered among equals. */
    private static <T> @Nullable T most(Stream<T> values) {
        Map<T, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry<T, Integer>::getValue)
                        .thenComparing(entry -> -List.copyOf(counts.keySet()).indexOf(entry.getKey())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static boolean isDate(BirthDate born) {
        try {
            return born.month() == 0
                    || java.time.LocalDate.of(born.year(), born.month(), Math.max(1, born.day())) != null;
        } catch (java.time.DateTimeException e) {
            return false; // 1957-19-07 stays with the source that says so
        }
    }

    private static String written(BirthDate born) {
        return born.month() == 0
                ? String.format("%04d", born.year())
                : born.day() == 0
                        ? String.format("%04d-%02d", born.year(), born.month())
                        : String.format("%04d-%02d-%02d", born.year(), born.month(), born.day());
    }
}
