package org.qantara.dpp.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.RegistrySettings;
import org.qantara.dpp.registry.NationalId;
import org.qantara.dpp.registry.Person;
import org.qantara.dpp.registry.Person.Sex;
import org.qantara.dpp.registry.matching.BlockingKey;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.score.Population;
import org.qantara.dpp.registry.store.Content;
import org.qantara.dpp.registry.store.Records;
import org.qantara.dpp.store.DppDataSource;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How long a registration with its link takes in a registry of many patients, and what the registry costs an ingest.
 *
 * <p>{@code RegistrationBench fill FOLDER 100000}, then {@code RegistrationBench measure FOLDER 100000 300}. The known patients are a generated
 * population, written straight into the registry's tables (their resources would take hours and play no part in a decision). The measured ones go
 * through HTTP, one client, H2 with a synced log, with the registry off and on in turn: Patients alone, then messages of a new Patient and ten
 * Observations, which is the worst case of an ingest.
 */
public final class RegistrationBench {
    /** People are generated in parts, which differ in their seed. */
    static final int PART = 100_000;

    private static final int ROWS_A_TRANSACTION = 1_000;

    private RegistrationBench() {}

    public static void main(String[] arguments) throws Exception {
        int known = Integer.parseInt(arguments[2]);
        DppSettings settings = new DppSettings(
                "jdbc:h2:file:" + Path.of(arguments[1]).toAbsolutePath().resolve("dpp"), "sa", "", null);
        if (arguments[0].equals("fill")) {
            Dpp.migrate(settings);
            for (int part = 0; part * PART < known; part++) {
                fill(settings, part, Math.min(PART, known - part * PART));
            }
            return;
        }
        int asked = Integer.parseInt(arguments[3]);
        List<Person> people = asked(5 * asked, Math.min(known, PART), 78);
        for (RegistrySettings registry : List.of(RegistrySettings.OFF, RegistrySettings.ON)) {
            Dpp dpp = Dpp.start(settings.with(registry));
            try (DppUnderTest http = DppUnderTest.serve(dpp.fhirServlet(), dpp, settings)) {
                measure(http, people.subList(0, asked), 0); // warms up
                print(registry, known, "registrations", measure(http, people.subList(asked, 3 * asked), 0));
                measure(http, people.subList(3 * asked, 4 * asked), 10);
                print(registry, known, "messages of 11", measure(http, people.subList(4 * asked, 5 * asked), 10));
            }
        }
    }

    /** People to be registered: every other one is known already, under another facility's number. */
    static List<Person> asked(int asked, int known, long seed) {
        List<Person> known77 = Population.generate(known, 0.10, 77).records();
        List<Person> fresh = Population.generate(asked, 0.10, seed).records();
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < asked; i++) {
            people.add(i % 2 == 0 ? fresh.get(i) : known77.get((int) (7_919L * i % known)));
        }
        return people;
    }

    private static void print(RegistrySettings registry, int known, String what, long[] nanos) {
        System.out.printf(
                "registry %s, %d known, %d %s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, mean %.1f ms%n",
                registry.enabled() ? "on " : "off",
                known,
                nanos.length,
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                Arrays.stream(nanos).average().orElse(0) / 1e6);
    }

    /** Sends each, one after the other; the times in nanoseconds, sorted. */
    static long[] measure(DppUnderTest http, List<Person> people, int results) {
        long[] nanos = new long[people.size()];
        for (int i = 0; i < nanos.length; i++) {
            Patient patient = patient(people.get(i));
            Sent sent = Sent.by("M-" + people.get(i).facility(), i + 1).merge(patient);
            for (int n = 0; n < results; n++) {
                sent.replace(result(patient));
            }
            long begun = System.nanoTime();
            int status = sent.to(http).status();
            nanos[i] = System.nanoTime() - begun;
            if (status != 200) {
                throw new IllegalStateException("a registration was answered " + status);
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static Observation result(Patient patient) {
        Observation result = new Observation();
        result.setId(UUID.randomUUID().toString());
        result.setStatus(Observation.ObservationStatus.FINAL);
        result.getCode().addCoding().setSystem("http://loinc.org").setCode("718-7");
        result.setSubject(new Reference("Patient/" + patient.getIdElement().getIdPart()));
        result.setValue(new Quantity(13.1).setUnit("g/dL"));
        return result;
    }

    /** The known patients numbered {@code part * 100,000} and on, as if each had been registered and found to be new. */
    static void fill(DppSettings settings, int part, int count) {
        List<Person> people =
                Population.generate(count, 0.10, 77 + part * 1_000L).records();
        try (var source = DppDataSource.open(settings)) {
            Records records = new Records(source);
            TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
            for (int from = 0; from < people.size(); from += ROWS_A_TRANSACTION) {
                List<Person> rows = people.subList(from, Math.min(people.size(), from + ROWS_A_TRANSACTION));
                transaction.executeWithoutResult(status -> rows.forEach(person -> store(records, part, person)));
            }
        }
    }

    private static void store(Records records, int part, Person person) {
        String id = UUID.nameUUIDFromBytes(("known" + part + person.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
        Person stored = new Person(
                id,
                person.facility(),
                part == 0 ? person.localNumber() : part + "-" + person.localNumber(),
                person.names(),
                person.sex(),
                person.birthDate(),
                person.nationalIds(),
                person.phones(),
                person.addresses(),
                person.multipleBirth());
        records.index(id, new Content(stored, Map.of()), BlockingKey.of(Prepared.of(stored), true));
        long number = records.find(id).orElseThrow().id();
        records.take(number);
        records.setHome(number, "bench-" + number);
        records.setGolden(number, "bench-" + number);
    }

    private static Patient patient(Person person) {
        Patient patient = new Patient();
        patient.setId(UUID.randomUUID().toString());
        patient.addIdentifier().setSystem("urn:ma:ipp:M-" + person.facility()).setValue(person.localNumber());
        for (NationalId id : person.nationalIds()) {
            String system = id.kind() == NationalId.Kind.INSURANCE
                    ? "urn:ma:cnss"
                    : "urn:ma:" + id.kind().name().toLowerCase(java.util.Locale.ROOT);
            patient.addIdentifier()
                    .setSystem(system)
                    .setValue(id.value())
                    .setUse(id.verified() ? Identifier.IdentifierUse.OFFICIAL : Identifier.IdentifierUse.USUAL);
        }
        person.names()
                .forEach(name -> patient.addName().setFamily(name.family()).addGiven(name.given()));
        if (person.sex() != Sex.UNKNOWN) {
            patient.setGender(person.sex() == Sex.MALE ? AdministrativeGender.MALE : AdministrativeGender.FEMALE);
        }
        var born = person.birthDate();
        if (born != null && born.isComplete() && born.month() <= 12 && born.day() <= 28) {
            patient.setBirthDateElement(
                    new DateType(String.format("%04d-%02d-%02d", born.year(), born.month(), born.day())));
        }
        person.phones().forEach(phone -> patient.addTelecom().setValue(phone));
        person.addresses().forEach(address -> patient.addAddress()
                .addLine(address.line())
                .setCity(address.city())
                .setPostalCode(address.postalCode()));
        return patient;
    }
}
