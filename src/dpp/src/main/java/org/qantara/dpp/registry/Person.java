package org.qantara.dpp.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a patient as one facility sent it: the raw values, in the registry's terms. Absent values are empty or null and
 * are never evidence for or against anything.
 *
 * @param id the record's own id in the store ({@code Patient/<id>}), not a person's
 * @param facility code of the facility that owns the record
 * @param localNumber the facility's own patient number (IPP); unique within the facility only
 * @param names every spelling known for the person, in any script
 * @param multipleBirth true when the record itself says twin (Patient.multipleBirth)
 */
public record Person(
        String id,
        String facility,
        String localNumber,
        List<PersonName> names,
        Sex sex,
        @Nullable BirthDate birthDate,
        List<NationalId> nationalIds,
        List<String> phones,
        List<PersonAddress> addresses,
        boolean multipleBirth) {

    /** Administrative sex; other and unknown are no evidence. */
    public enum Sex {
        MALE,
        FEMALE,
        UNKNOWN
    }

    public Person {
        names = List.copyOf(names);
        nationalIds = List.copyOf(nationalIds);
        phones = List.copyOf(phones);
        addresses = List.copyOf(addresses);
    }

    /** No values: a patient's name must not reach a log by accident. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
