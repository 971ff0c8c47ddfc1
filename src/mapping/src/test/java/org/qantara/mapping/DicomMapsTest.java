package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Studies, as the engine puts them together, and encapsulated documents through the project's maps. */
class DicomMapsTest {
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static final String PATIENT =
            """
            "00100010":{"vr":"PN","Value":[{"Alphabetic":"\u0627\u0644\u0639\u0644\u0648\u064a^\u0641\u0627\u0637\u0645\u0629"}]},
            "00100020":{"vr":"LO","Value":["IPP-42"]},"00100030":{"vr":"DA","Value":["1990.03.15"]},
            "00100040":{"vr":"CS","Value":["F"]},"0020000D":{"vr":"UI","Value":["1.2.840.1"]},
            "00080050":{"vr":"SH","Value":["ACC-7"]}""";

    private static final String STUDY = "{" + PATIENT
            + """
            ,"00080020":{"vr":"DA","Value":["20260102"]},"00080030":{"vr":"TM","Value":["0830"]},
            "00080056":{"vr":"CS","Value":["ONLINE"]},"00080061":{"vr":"CS","Value":["CT","SR"]},
            "00080090":{"vr":"PN","Value":[{"Alphabetic":"Alami^Said^^Dr"}]},
            "00081030":{"vr":"LO","Value":["Thorax"]},
            "00081032":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["36643-5"]},
              "00080102":{"vr":"SH","Value":["LN"]},"00080104":{"vr":"LO","Value":["XR Chest 2 Views"]}}]},
            "00081060":{"vr":"PN","Value":[{"Alphabetic":"Bennis^Leila"},{"Alphabetic":"Tazi^Omar"}]},
            "00401002":{"vr":"LO","Value":["Toux"]},
            "00081190":{"vr":"UR","Value":["http://127.0.0.1:8080/dicomweb/studies/1.2.840.1"]},
            "00201206":{"vr":"IS","Value":[2]},"00201208":{"vr":"IS","Value":[3]},
            "00081115":{"vr":"SQ","Value":[
              {"0020000E":{"vr":"UI","Value":["1.2.840.1.1"]},"00080060":{"vr":"CS","Value":["CT"]},
               "00200011":{"vr":"IS","Value":[1]},"0008103E":{"vr":"LO","Value":["Parenchyme"]},
               "00180015":{"vr":"CS","Value":["CHEST"]},"00200060":{"vr":"CS","Value":["L"]},
               "00201209":{"vr":"IS","Value":[2]},"00080070":{"vr":"LO","Value":["ACME"]},
               "00181000":{"vr":"LO","Value":["SN-1"]},"00181020":{"vr":"LO","Value":["1.0","2.0"]},
               "00081070":{"vr":"PN","Value":[{"Alphabetic":"Idrissi^Amina"}]},
               "00081199":{"vr":"SQ","Value":[
                 {"00081150":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.2"]},
                  "00081155":{"vr":"UI","Value":["1.2.840.1.1.1"]},"00200013":{"vr":"IS","Value":[1]},
                  "00080008":{"vr":"CS","Value":["ORIGINAL","PRIMARY"]}},
                 {"00081150":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.2"]},
                  "00081155":{"vr":"UI","Value":["1.2.840.1.1.2"]},"00200013":{"vr":"IS","Value":[2]}}]}},
              {"0020000E":{"vr":"UI","Value":["1.2.840.1.2"]},"00080060":{"vr":"CS","Value":["SR"]},
               "00201209":{"vr":"IS","Value":[1]},"00180015":{"vr":"CS","Value":["MAIN DROITE"]},
               "00081199":{"vr":"SQ","Value":[
                 {"00081150":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.88.11"]},
                  "00081155":{"vr":"UI","Value":["1.2.840.1.2.1"]},
                  "0040A043":{"vr":"SQ","Value":[{"00080104":{"vr":"LO","Value":["Compte rendu"]}}]}}]}}]}}""";

    private static final String DOCUMENT = "{" + PATIENT
            + """
            ,"00080016":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.104.1"]},
            "00080018":{"vr":"UI","Value":["1.2.840.1.4.1"]},"00080060":{"vr":"CS","Value":["OT"]},
            "0020000E":{"vr":"UI","Value":["1.2.840.1.4"]},"00080023":{"vr":"DA","Value":["20260102"]},
            "00080033":{"vr":"TM","Value":["0935"]},"00420010":{"vr":"ST","Value":["Compte rendu"]},
            "00420012":{"vr":"LO","Value":["application/pdf"]},
            "00420011":{"vr":"OB","offset":700,"InlineBinary":"JVBERi0xLjQK"},
            "0040A043":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["18748-4"]},
              "00080102":{"vr":"SH","Value":["LN"]},"00080104":{"vr":"LO","Value":["Diagnostic imaging study"]}}]}}""";

    /** The orders know one order and its encounter, and whose examination ACC-7 is. */
    private static final KnownPatients KNOWN = new KnownPatients() {
        @Override
        public @Nullable String patient(String number, @Nullable String date) {
            return number.equals("ACC-7") ? "IPP-9" : null;
        }

        @Override
        public @Nullable String order(String accession) {
            return accession.equals("ACC-7") ? "ServiceRequest/o1" : null;
        }

        @Override
        public @Nullable String encounter(String accession) {
            return accession.equals("ACC-7") ? "Encounter/e1" : null;
        }
    };

    private static MapOutcome map(String body, KnownPatients known) {
        return maps.map(new SourceMessage(
                body.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8,
                "dicom+json",
                Data.facility("IMG"),
                OffsetDateTime.parse("2026-01-02T10:00:00Z"),
                known));
    }

    private static Bundle bundle(MapOutcome outcome) {
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        String json = new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
        Bundle bundle = R4Validator.R4.newJsonParser().parseResource(Bundle.class, json);
        assertThat(R4Validator.get().errors(((MapOutcome.Mapped) outcome).bundle()))
                .isEmpty();
        return bundle;
    }

    private static <T> List<T> resources(Bundle bundle, Class<T> type) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void aStudyWithItsSeriesAndInstances() {
        MapOutcome outcome = map(STUDY, KNOWN);
        Bundle bundle = bundle(outcome);
        ImagingStudy study = resources(bundle, ImagingStudy.class).get(0);
        Patient patient = resources(bundle, Patient.class).get(0);
        assertThat(patient.getIdentifierFirstRep().getValue()).isEqualTo("IPP-42");
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("\u0627\u0644\u0639\u0644\u0648\u064a");
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1990-03-15");
        assertThat(study.getStatus()).isEqualTo(ImagingStudy.ImagingStudyStatus.AVAILABLE);
        assertThat(study.getSubject().getReference()).isEqualTo("Patient/" + patient.getIdPart());
        assertThat(study.getStartedElement().getValueAsString()).isEqualTo("2026-01-02T08:30:00+01:00");
        assertThat(study.getModality()).extracting(c -> c.getCode()).containsExactly("CT", "SR");
        assertThat(study.getBasedOnFirstRep().getReference()).isEqualTo("ServiceRequest/o1");
        assertThat(study.getEncounter().getReference()).isEqualTo("Encounter/e1");
        assertThat(study.getReferrer().getDisplay()).isEqualTo("Dr Said Alami");
        assertThat(study.getInterpreter()).extracting(r -> r.getDisplay()).containsExactly("Leila Bennis", "Omar Tazi");
        assertThat(study.getProcedureCodeFirstRep().getCodingFirstRep().getSystem())
                .isEqualTo("http://loinc.org");
        assertThat(study.getReasonCodeFirstRep().getText()).isEqualTo("Toux");
        Endpoint endpoint = resources(bundle, Endpoint.class).get(0);
        assertThat(endpoint.getAddress()).isEqualTo("http://127.0.0.1:8080/dicomweb");
        assertThat(study.getEndpointFirstRep().getReference()).isEqualTo("Endpoint/" + endpoint.getIdPart());
        assertThat(study.getNumberOfSeries()).isEqualTo(2);
        assertThat(study.getNumberOfInstances()).isEqualTo(3);

        ImagingStudy.ImagingStudySeriesComponent ct = study.getSeries().get(0);
        assertThat(ct.getUid()).isEqualTo("1.2.840.1.1");
        assertThat(ct.getNumber()).isEqualTo(1);
        assertThat(ct.getModality().getCode()).isEqualTo("CT");
        assertThat(ct.getBodySite().getCode()).isEqualTo("816094009");
        assertThat(ct.getBodySite().getSystem()).isEqualTo("http://snomed.info/sct");
        assertThat(ct.getLaterality().getCode()).isEqualTo("7771000");
        assertThat(ct.getNumberOfInstances()).isEqualTo(2);
        assertThat(ct.getInstance()).extracting(i -> i.getUid()).containsExactly("1.2.840.1.1.1", "1.2.840.1.1.2");
        assertThat(ct.getInstance().get(0).getSopClass().getCode()).isEqualTo("urn:oid:1.2.840.10008.5.1.4.1.1.2");
        assertThat(ct.getInstance().get(0).getTitle()).isEqualTo("ORIGINAL PRIMARY");
        Device device = resources(bundle, Device.class).get(0);
        assertThat(device.getSerialNumber()).isEqualTo("SN-1");
        assertThat(device.getVersion()).hasSize(2);
        assertThat(ct.getPerformer())
                .extracting(
                        p -> p.getActor().getReference() + "|" + p.getActor().getDisplay())
                .contains("Device/" + device.getIdPart() + "|null", "null|Amina Idrissi");

        ImagingStudy.ImagingStudySeriesComponent sr = study.getSeries().get(1);
        assertThat(sr.getInstanceFirstRep().getTitle()).isEqualTo("Compte rendu");
        assertThat(sr.getBodySite().getCode()).isEqualTo("MAIN DROITE");
        assertThat(((MapOutcome.Mapped) outcome).codes())
                .as("a body part without a row is the terminologist's work")
                .anyMatch(code -> code.table().equals("BodyPartExamined"));
    }

    @Test
    void withoutAnOrderTheAccessionNumberIsALogicalReference() {
        ImagingStudy study = resources(bundle(map(STUDY, KnownPatients.NONE)), ImagingStudy.class)
                .get(0);
        assertThat(study.getBasedOnFirstRep().getReference()).isNull();
        assertThat(study.getBasedOnFirstRep().getIdentifier().getValue()).isEqualTo("ACC-7");
        assertThat(study.getBasedOnFirstRep()
                        .getIdentifier()
                        .getType()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("ACSN");
    }

    @Test
    void aForeignNumberIsNobodysUnlessAnOrderNamesThePatient() {
        String foreign =
                STUDY.replace("\"00100030\"", "\"00100021\":{\"vr\":\"LO\",\"Value\":[\"ELSEWHERE\"]},\"00100030\"");
        Patient patient = resources(bundle(map(foreign, KNOWN)), Patient.class).get(0);
        assertThat(patient.getIdentifier())
                .extracting(i -> i.getSystem() + "|" + i.getValue())
                .containsExactly("urn:ma:ipp:IMG|IPP-9", "null|IPP-42");
        assertThat(map(foreign, KnownPatients.NONE).issues())
                .anyMatch(issue -> issue.code().equals("KEY-MISSING-PATIENT"));
    }

    @Test
    void aTimeZoneOfItsOwnCounts() {
        String zoned = STUDY.replace("\"00080056\"", "\"00080201\":{\"vr\":\"SH\",\"Value\":[\"+0300\"]},\"00080056\"");
        ImagingStudy study =
                resources(bundle(map(zoned, KNOWN)), ImagingStudy.class).get(0);
        assertThat(study.getStartedElement().getValueAsString()).isEqualTo("2026-01-02T08:30:00+03:00");
    }

    @Test
    void anEncapsulatedPdfIsADocumentOfItsStudy() {
        Bundle bundle = bundle(map(DOCUMENT, KNOWN));
        DocumentReference document = resources(bundle, DocumentReference.class).get(0);
        assertThat(new String(document.getContentFirstRep().getAttachment().getData(), StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-1.4\n");
        assertThat(document.getContentFirstRep().getAttachment().getContentType())
                .isEqualTo("application/pdf");
        assertThat(document.getType().getCodingFirstRep().getCode()).isEqualTo("18748-4");
        assertThat(document.getDateElement().getValueAsString()).isEqualTo("2026-01-02T09:35:00+01:00");
        assertThat(document.getContext().getRelatedFirstRep().getReference())
                .isEqualTo("ImagingStudy/"
                        + resources(bundle, ImagingStudy.class).get(0).getIdPart());
    }
}
