package org.qantara.dpp.bench;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.qantara.dpp.testing.DppUnderTest;

/**
 * Bundles of 11 resources as an ORU^R01 becomes: a patient (known in 70 of 100 cases), a visit, a report and eight results that are new.
 * Either with the client's ids and literal references, or as a client without them must send it: conditional PUT and placeholders.
 */
final class Workload {

    private static final int KNOWN_PERCENT = 70;
    private static final int OBSERVATIONS = 8;

    private final boolean clientIds;
    private final String sourceSuffix;
    private final int messagesPerTransaction;
    private final AtomicLong patients = new AtomicLong(100);
    private final AtomicLong intake = new AtomicLong();
    private final String run = UUID.randomUUID().toString();

    Workload(boolean clientIds, String sourceSuffix, int messagesPerTransaction) {
        this.clientIds = clientIds;
        this.sourceSuffix = sourceSuffix;
        this.messagesPerTransaction = messagesPerTransaction;
    }

    byte[] next() {
        Bundle bundle = new Bundle();
        bundle.setType(BundleType.TRANSACTION);
        for (int message = 0; message < messagesPerTransaction; message++) {
            addMessage(bundle);
        }
        return DppUnderTest.json(bundle).getBytes(StandardCharsets.UTF_8);
    }

    private void addMessage(Bundle bundle) {
        long number = intake.incrementAndGet();
        boolean known = ThreadLocalRandom.current().nextInt(100) < KNOWN_PERCENT;
        long patientNumber = known ? ThreadLocalRandom.current().nextLong(patients.get()) : patients.getAndIncrement();
        String patient = add(bundle, patient(patientNumber, number), "IPP" + patientNumber, "merge", number);
        Encounter visit = new Encounter();
        visit.setStatus(Encounter.EncounterStatus.INPROGRESS).setSubject(new Reference(patient));
        visit.getPeriod().setStartElement(new DateTimeType("2026-03-04T08:15:00+01:00"));
        visit.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        visit.addIdentifier().setSystem("urn:bench:visit").setValue("V" + number);
        String encounter = add(bundle, visit, "V" + number, "merge", number);
        DiagnosticReport report = new DiagnosticReport();
        report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL)
                .setSubject(new Reference(patient))
                .setEncounter(new Reference(encounter));
        report.getCode()
                .addCoding()
                .setSystem("http://loinc.org")
                .setCode("58410-2")
                .setDisplay("CBC panel - Blood by Automated count");
        report.addIdentifier().setSystem("urn:bench:report").setValue("R" + number);
        report.setEffective(new DateTimeType("2026-03-04T09:15:00+01:00"));
        for (int index = 0; index < OBSERVATIONS; index++) {
            report.addResult(new Reference(add(
                    bundle,
                    observation(patient, encounter, index, number),
                    "O" + number + "-" + index,
                    "replace",
                    number)));
        }
        add(bundle, report, "R" + number, "replace", number);
    }

    private Patient patient(long patientNumber, long number) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:ma:ipp:BENCH").setValue("IPP" + patientNumber);
        patient.addName()
                .setFamily("El Fassi" + patientNumber % 997)
                .addGiven("Zineb")
                .addGiven("زينب");
        patient.setGender(AdministrativeGender.FEMALE).setBirthDateElement(new DateType("1984-05-12"));
        patient.addAddress().setCity("Fès").addLine("12 rue de la Liberté");
        patient.addTelecom().setValue("06" + (10_000_000 + number % 1000));
        return patient;
    }

    private static Observation observation(String patient, String encounter, int index, long number) {
        Observation observation = new Observation();
        observation
                .setStatus(Observation.ObservationStatus.FINAL)
                .setSubject(new Reference(patient))
                .setEncounter(new Reference(encounter));
        observation
                .getCode()
                .addCoding()
                .setSystem("http://loinc.org")
                .setCode("718-" + index)
                .setDisplay("Hemoglobin [Mass/volume] in Blood");
        observation
                .addCategory()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/observation-category")
                .setCode("laboratory");
        observation.setEffective(new DateTimeType("2026-03-04T09:15:00+01:00"));
        observation.setValue(new Quantity()
                .setValue(13.2)
                .setUnit("g/dL")
                .setSystem("http://unitsofmeasure.org")
                .setCode("g/dL"));
        observation.addReferenceRange().getText();
        observation.addIdentifier().setSystem("urn:bench:result").setValue("O" + number + "-" + index);
        return observation;
    }

    /** Returns what other entries refer to it by. */
    private String add(Bundle bundle, DomainResource resource, String key, String owns, long number) {
        String type = resource.fhirType();
        UUID id = UUID.nameUUIDFromBytes((run + type + key).getBytes(StandardCharsets.UTF_8));
        BundleEntryComponent entry = bundle.addEntry().setResource(resource);
        entry.getRequest().setMethod(HTTPVerb.PUT);
        resource.getMeta().setSource("urn:qantara:message:BENCH:" + number + sourceSuffix);
        if (clientIds) {
            resource.setId(id.toString());
            entry.getRequest().setUrl(type + "/" + id).addExtension("urn:qantara:owns", new CodeType(owns));
            return type + "/" + id;
        }
        entry.setFullUrl("urn:uuid:" + id);
        entry.getRequest().setUrl(type + "?identifier=" + identifierOf(resource) + "%7C" + key);
        return "urn:uuid:" + id;
    }

    private static String identifierOf(DomainResource resource) {
        return switch (resource.fhirType()) {
            case "Patient" -> "urn:ma:ipp:BENCH";
            case "Encounter" -> "urn:bench:visit";
            case "DiagnosticReport" -> "urn:bench:report";
            default -> "urn:bench:result";
        };
    }
}
