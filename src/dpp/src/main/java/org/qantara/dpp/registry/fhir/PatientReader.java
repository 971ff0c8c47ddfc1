package org.qantara.dpp.registry.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;
import org.qantara.dpp.ownership.MessageSource;
import org.qantara.dpp.registry.BirthDate;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.PersonAddress;
import org.qantara.dpp.registry.PersonName;
import org.qantara.dpp.registry.store.Content;

/**
 * Reads a Patient as the registry sees it: raw values, bounded in number and length. The facility and its number come from the identifier
 * with the system {@code urn:ma:ipp:<facility>}; a national number counts as verified when its {@code use} is {@code official}.
 */
public final class PatientReader {
    private static final String LOCAL = "urn:ma:ipp:";
    private static final Map<String, NationalId.Kind> NATIONAL = Map.of(
            "urn:ma:cnie", NationalId.Kind.CNIE,
            "urn:ma:idcs", NationalId.Kind.IDCS,
            "urn:ma:cnss", NationalId.Kind.INSURANCE,
            "urn:ma:cnops", NationalId.Kind.INSURANCE,
            "urn:ma:ramed", NationalId.Kind.INSURANCE);

    private static final int VALUES_MAX = 12;
    private static final int LENGTH_MAX = 200;

    private PatientReader() {}

    /** Never fails, whatever the resource holds. */
    public static Content read(Patient patient) {
        return new Content(person(patient), links(patient));
    }

    private static Person person(Patient patient) {
        String id = patient.getIdElement().hasIdPart() ? patient.getIdElement().getIdPart() : "asked";
        @Nullable
        Identifier local = patient.getIdentifier().stream()
                .filter(identifier -> text(identifier.getSystem()).startsWith(LOCAL) && identifier.hasValue())
                .findFirst()
                .orElse(null);
        String facility = local != null
                ? local.getSystem().substring(LOCAL.length())
                : MessageSource.parse(patient.getMeta().getSource())
                        .map(MessageSource::facility)
                        .orElse("patient:" + id); // nobody's: no two such records share a facility
        return new Person(
                id,
                bounded(facility),
                local != null ? bounded(local.getValue()) : id,
                names(patient),
                sex(patient.getGender()),
                birthDate(patient),
                nationalIds(patient),
                phones(patient),
                addresses(patient),
                multipleBirth(patient));
    }

    private static List<PersonName> names(Patient patient) {
        List<PersonName> names = new ArrayList<>();
        for (HumanName name : patient.getName()) {
            String given = name.getGiven().stream()
                    .map(PrimitiveType::getValueAsString)
                    .map(PatientReader::text)
                    .collect(Collectors.joining(" "));
            String family = text(name.getFamily());
            if (given.isBlank() && family.isBlank()) {
                family = text(name.getText());
            }
            PersonName read = new PersonName(bounded(given.strip()), bounded(family.strip()));
            if (!(given.isBlank() && family.isBlank()) && !names.contains(read) && names.size() < VALUES_MAX) {
                names.add(read);
            }
        }
        return names;
    }

    private static Sex sex(@Nullable AdministrativeGender gender) {
        return gender == AdministrativeGender.MALE
                ? Sex.MALE
                : gender == AdministrativeGender.FEMALE ? Sex.FEMALE : Sex.UNKNOWN;
    }

    private static @Nullable BirthDate birthDate(Patient patient) {
        String value = patient.getBirthDateElement().getValueAsString();
        return value == null ? null : BirthDate.parse(value).orElse(null);
    }

    private static List<NationalId> nationalIds(Patient patient) {
        List<NationalId> ids = new ArrayList<>();
        for (Identifier identifier : patient.getIdentifier()) {
            NationalId.Kind kind = NATIONAL.get(text(identifier.getSystem()));
            if (kind != null && identifier.hasValue() && ids.size() < VALUES_MAX) {
                // numbers of different insurers may be equal
                String value = kind == NationalId.Kind.INSURANCE
                        ? identifier.getSystem().substring("urn:ma:".length()) + identifier.getValue()
                        : identifier.getValue();
                ids.add(new NationalId(kind, bounded(value), identifier.getUse() == Identifier.IdentifierUse.OFFICIAL));
            }
        }
        return ids;
    }

    private static List<String> phones(Patient patient) {
        return patient.getTelecom().stream()
                .filter(telecom -> telecom.hasValue()
                        && (!telecom.hasSystem()
                                || telecom.getSystem() == ContactPointSystem.PHONE
                                || telecom.getSystem() == ContactPointSystem.SMS))
                .map(telecom -> bounded(telecom.getValue()))
                .distinct()
                .limit(VALUES_MAX)
                .toList();
    }

    private static List<PersonAddress> addresses(Patient patient) {
        List<PersonAddress> addresses = new ArrayList<>();
        for (Address address : patient.getAddress()) {
            String line = address.getLine().stream()
                    .map(PrimitiveType::getValueAsString)
                    .map(PatientReader::text)
                    .collect(Collectors.joining(" "));
            PersonAddress read = new PersonAddress(
                    bounded(line), bounded(text(address.getCity())), bounded(text(address.getPostalCode())));
            boolean empty = read.line().isBlank()
                    && read.city().isBlank()
                    && read.postalCode().isBlank();
            if (!empty && !addresses.contains(read) && addresses.size() < VALUES_MAX) {
                addresses.add(read);
            }
        }
        return addresses;
    }

    private static boolean multipleBirth(Patient patient) {
        return patient.getMultipleBirth() instanceof BooleanType said && said.booleanValue()
                || patient.getMultipleBirth() instanceof IntegerType order && order.getValue() != null;
    }

    private static Map<String, String> links(Patient patient) {
        Map<String, String> links = new TreeMap<>();
        for (Patient.PatientLinkComponent link : patient.getLink()) {
            IdType other = new IdType(link.getOther().getReference());
            boolean local = other.hasIdPart() && "Patient".equals(other.getResourceType());
            if (local && link.getType() != null && links.size() < VALUES_MAX) {
                links.put(other.getIdPart(), link.getType().toCode().toLowerCase(Locale.ROOT));
            }
        }
        return links;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String bounded(String value) {
        return value.length() > LENGTH_MAX ? value.substring(0, LENGTH_MAX) : value;
    }
}
