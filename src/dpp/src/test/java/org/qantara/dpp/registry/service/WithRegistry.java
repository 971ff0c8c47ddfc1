package org.qantara.dpp.registry.service;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.RegistrySettings;
import org.qantara.dpp.testing.Answer;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.DppUnderTest;
import org.qantara.dpp.testing.Sent;

/** A DPP with its registry on, one per database for all tests of the JVM, and what its tests send. */
record WithRegistry(Dpp dpp, DppUnderTest http) implements AutoCloseable {
    private static final Map<Database, WithRegistry> SHARED = new EnumMap<>(Database.class);

    static synchronized WithRegistry on(Database database) {
        return SHARED.computeIfAbsent(database, key -> {
            WithRegistry started = start(key.settings());
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            return started;
        });
    }

    static WithRegistry start(DppSettings settings) {
        Dpp dpp = Dpp.start(settings.with(RegistrySettings.ON));
        return new WithRegistry(dpp, DppUnderTest.serve(dpp.fhirServlet(), dpp, settings));
    }

    Registry registry() {
        return dpp.registry();
    }

    String golden(String patientId) {
        return registry().golden(patientId).orElseThrow();
    }

    @Override
    public void close() {
        http.close();
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    /** A patient with the facility's number {@code local}. */
    static Patient patient(
            String id, String facility, String local, String given, String family, String born, String phone) {
        Patient patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem("urn:ma:ipp:" + facility).setValue(local);
        patient.addName().setFamily(family).addGiven(given);
        patient.setGender(AdministrativeGender.FEMALE).setBirthDateElement(new DateType(born));
        if (!phone.isEmpty()) {
            patient.addTelecom()
                    .setSystem(org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem.PHONE)
                    .setValue(phone);
        }
        patient.addAddress().setCity("Rabat").setPostalCode("10000").addLine("12 Rue Ibn Sina");
        return patient;
    }

    static Patient withCnie(Patient patient, String cnie) {
        patient.addIdentifier().setSystem("urn:ma:cnie").setValue(cnie);
        return patient;
    }

    static Observation result(String id, String patientId, String text) {
        Observation observation = new Observation();
        observation.setId(id);
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode("718-7");
        observation.setSubject(new Reference("Patient/" + patientId));
        observation.setValue(new org.hl7.fhir.r4.model.StringType(text));
        return observation;
    }

    Answer send(String facility, long intake, org.hl7.fhir.r4.model.Resource... resources) {
        Sent sent = Sent.by(facility, intake);
        List.of(resources).forEach(sent::merge);
        return sent.to(http);
    }
}
