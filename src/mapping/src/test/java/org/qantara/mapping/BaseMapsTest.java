package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the project's own maps make of ordinary messages, read back with HAPI's model. */
class BaseMapsTest {
    private static final Facility RABAT = Data.facility("CHU-RABAT");
    private static final String ADT =
            """
            MSH|^~\\&|HIS|CHU-RABAT|DPP|MA|20260102030405||ADT^A01^ADT_A01|77|P|2.5.1
            EVN|A01|20260102030405
            PID|1||55^^^OTHER^MR~7788^^^CHU-RABAT^PI||El Alaoui^Fatima Zahra||19900315|F|||12 rue Oqba^^Rabat^^10000^MA^H||^PRN^CP^^212^6^61234567||ar|M
            NK1|1|El Alaoui^Omar|FTH^Father^HL70063
            PV1|1|I|CARD^12^A||||1234^Bennani^Karim^^^Dr|||CAR||||1|||||V100^^^CHU-RABAT^VN|||||||||||||||||||||||||20260102030000
            AL1|1|DA|70618^Penicillin^SCT|SV|Hives~Oedema|20100101
            DG1|1||I21.9^Acute myocardial infarction^I10||20260102|A
            """;
    private static final String ORU =
            """
            MSH|^~\\&|LIS|LAB|DPP|MA|20260102120000||ORU^R01^ORU_R01|78|P|2.5.1
            PID|1||7788^^^CHU-RABAT^PI||El Alaoui^Fatima||19900315|F
            ORC|RE|P1^HIS|F1^LIS
            OBR|1|P1^HIS|F1^LIS|24323-8^Panel^LN|||20260102083000||||||||BLD|99^Idrissi^Salma||||||20260102110000||CH|F
            """;
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static Map<String, Resource> map(String message) {
        MapOutcome outcome = maps.map(Data.hl7(message, RABAT));
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        Bundle bundle = R4Validator.R4
                .newJsonParser()
                .parseResource(
                        Bundle.class,
                        new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8));
        Map<String, Resource> resources = new TreeMap<>();
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            String type = entry.getResource().fhirType();
            int n = 1;
            while (resources.containsKey(type + n)) {
                n++;
            }
            resources.put(type + n, entry.getResource());
        }
        return resources;
    }

    private static Observation observation(String obx) {
        return (Observation) map(ORU + obx).get("Observation1");
    }

    @Test
    void mapsAnAdmission() {
        Map<String, Resource> made = map(ADT);
        Patient patient = (Patient) made.get("Patient1");
        assertThat(patient.getIdentifier()).extracting("value").containsExactly("55", "7788");
        assertThat(patient.getIdentifier().get(1).getSystem()).isEqualTo("urn:ma:ipp:CHU-RABAT");
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("El Alaoui");
        assertThat(patient.getNameFirstRep().getGivenAsSingleString()).isEqualTo("Fatima Zahra");
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1990-03-15");
        assertThat(patient.getGender().toCode()).isEqualTo("female");
        assertThat(patient.getTelecomFirstRep().getValue()).isEqualTo("+212 6 61234567");
        assertThat(patient.getTelecomFirstRep().getUse().toCode()).isEqualTo("mobile");
        assertThat(patient.getCommunicationFirstRep()
                        .getLanguage()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("ar");
        assertThat(patient.getContactFirstRep().getName().getGivenAsSingleString())
                .isEqualTo("Omar");
        Encounter encounter = (Encounter) made.get("Encounter1");
        assertThat(encounter.getStatus().toCode()).isEqualTo("in-progress");
        assertThat(encounter.getClass_().getCode()).isEqualTo("IMP");
        assertThat(encounter.getSubject().getReference()).isEqualTo("Patient/" + patient.getIdPart());
        assertThat(encounter.getPeriod().getStartElement().getValueAsString()).isEqualTo("2026-01-02T03:00:00+01:00");
        AllergyIntolerance allergy = (AllergyIntolerance) made.get("AllergyIntolerance1");
        assertThat(allergy.getReactionFirstRep().getManifestation())
                .extracting("text")
                .containsExactly("Hives", "Oedema");
        assertThat(allergy.getCode().getCodingFirstRep().getSystem()).isEqualTo("http://snomed.info/sct");
        assertThat(made).containsKey("Condition1").containsKey("Location1").containsKey("Practitioner1");
    }

    @Test
    void ownershipFollowsTheMessage() {
        MappedBundle admission = ((MapOutcome.Mapped) maps.map(Data.hl7(ADT, RABAT))).bundle();
        MappedBundle result = ((MapOutcome.Mapped) maps.map(Data.hl7(ORU + "OBX|1|NM|1^a^L||1|||||F", RABAT))).bundle();
        assertThat(owns(admission, "Patient")).isEqualTo(Owns.MERGE);
        assertThat(owns(result, "Patient")).isEqualTo(Owns.CREATE);
        assertThat(owns(result, "Observation")).isEqualTo(Owns.REPLACE);
        assertThat(new String(result.json(), StandardCharsets.UTF_8)).contains("\"ifNoneMatch\":\"*\"");
        assertThat(admission.entries().stream()
                        .filter(e -> e.type().equals("Patient"))
                        .findFirst()
                        .orElseThrow()
                        .id())
                .as("one patient, one id, whatever message names it")
                .isEqualTo(result.entries().stream()
                        .filter(e -> e.type().equals("Patient"))
                        .findFirst()
                        .orElseThrow()
                        .id());
    }

    private static Owns owns(MappedBundle bundle, String type) {
        return bundle.entries().stream()
                .filter(e -> e.type().equals(type))
                .findFirst()
                .orElseThrow()
                .owns();
    }

    @Test
    void aNullRemovesAnElementOfAMergedResource() {
        String message = ADT.replace("||ar|M", "||ar|\"\"").replace("12 rue Oqba^^Rabat^^10000^MA^H", "\"\"");
        MappedBundle bundle = ((MapOutcome.Mapped) maps.map(Data.hl7(message, RABAT))).bundle();
        MappedBundle.Entry patient = bundle.entries().stream()
                .filter(e -> e.type().equals("Patient"))
                .findFirst()
                .orElseThrow();
        assertThat(patient.removed()).containsExactlyInAnyOrder("maritalStatus", "address");
        assertThat(new String(bundle.json(), StandardCharsets.UTF_8))
                .contains("{\"url\":\"urn:qantara:removed\",\"valueString\":\"maritalStatus\"}");
    }

    @Test
    void mapsAReportWithItsOrderSpecimenAndResults() {
        Map<String, Resource> made =
                map(ORU + "OBX|1|NM|2345-7^Glucose^LN||5.10|mmol/L|3.9-6.1|N|||F|||20260102083000||||");
        DiagnosticReport report = (DiagnosticReport) made.get("DiagnosticReport1");
        Observation observation = (Observation) made.get("Observation1");
        assertThat(report.getStatus().toCode()).isEqualTo("final");
        assertThat(report.getResultFirstRep().getReference()).isEqualTo("Observation/" + observation.getIdPart());
        assertThat(report.getBasedOnFirstRep().getReference()).startsWith("ServiceRequest/");
        assertThat(report.getSpecimenFirstRep().getReference()).startsWith("Specimen/");
        assertThat(observation.getValueQuantity().getValueElement().getValueAsString())
                .as("precision is kept")
                .isEqualTo("5.10");
        assertThat(observation.getValueQuantity().getCode()).isEqualTo("mmol/L");
        assertThat(observation.getReferenceRangeFirstRep().getLow().getValue()).isEqualByComparingTo("3.9");
        assertThat(observation.getReferenceRangeFirstRep().getHigh().getValue()).isEqualByComparingTo("6.1");
        assertThat(observation.getInterpretationFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("N");
        assertThat(observation.getEffectiveDateTimeType().getValueAsString()).isEqualTo("2026-01-02T08:30:00+01:00");
        assertThat(observation.getIssuedElement().getValueAsString()).isEqualTo("2026-01-02T11:00:00+01:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "OBX|1|NM|1^a^L||7.20|g/L|||||F;Quantity;7.20",
                "OBX|1|NM|1^a^L||+7|g/L|||||F;Quantity;7",
                "OBX|1|NM|1^a^L||<5|g/L|||||F;string;<5",
                "OBX|1|SN|1^a^L||>^100|g/L|||||F;Quantity;100",
                "OBX|1|SN|1^a^L||^1^:^32||||||F;Ratio;32",
                "OBX|1|SN|1^a^L||^1^-^3||||||F;Range;3",
                "OBX|1|CWE|1^a^L||260385009^Negative^SCT||||||F;CodeableConcept;260385009",
                "OBX|1|DR|1^a^L||20260102^20260103||||||F;Period;2026-01-03",
                "OBX|1|NR|1^a^L||3^5|g/L|||||F;Range;5",
                "OBX|1|CQ|1^a^L||3^g||||||F;Quantity;3",
                "OBX|1|IS|1^a^L||Y||||||F;CodeableConcept;Y",
                "OBX|1|SN|1^a^L||<>^3|g/L|||||F;string;<> 3",
                "OBX|1|ST|1^a^L||a\\T\\b||||||F;string;a&b",
                "OBX|1|TX|1^a^L||line 1~line 2||||||F;string;line 2",
                "OBX|1|DT|1^a^L||20260102||||||F;dateTime;2026-01-02",
                "OBX|1|TS|1^a^L||202601020304||||||F;dateTime;2026-01-02T03:04:00+01:00",
                "OBX|1|TM|1^a^L||0915||||||F;time;09:15:00",
                "OBX|1|XYZ|1^a^L||whatever||||||F;string;whatever",
                "OBX|1||1^a^L||untyped||||||F;string;untyped"
            })
    void everyValueTypeKeepsItsValue(String obx, String type, String part) {
        Observation observation = observation(obx);
        assertThat(observation.getValue().fhirType()).isEqualTo(type);
        String json = R4Validator.R4.newJsonParser().encodeResourceToString(observation);
        assertThat(json).contains(part);
    }

    @Test
    void severalValuesOfOneResultAreComponents() {
        Observation numbers = observation("OBX|1|NM|1^a^L||1~2|g/L|||||F");
        assertThat(numbers.hasValue()).isFalse();
        assertThat(numbers.getComponent())
                .extracting(c -> c.getValueQuantity().getValue().intValue())
                .containsExactly(1, 2);
        assertThat(numbers.getComponentFirstRep().getCode().getText()).isEqualTo("a");
        Observation codes = observation("OBX|1|CE|1^a^L||A^b^L~C^d^L||||||F");
        assertThat(codes.getComponent())
                .extracting(c -> c.getValueCodeableConcept().getText())
                .containsExactly("b", "d");
    }

    @ParameterizedTest
    @CsvSource({
        "F,final",
        "P,preliminary",
        "C,corrected",
        "X,cancelled",
        "D,entered-in-error",
        "W,entered-in-error",
        "Q,unknown",
        "'',unknown"
    })
    void resultStatus(String code, String status) {
        assertThat(observation("OBX|1|NM|1^a^L||1||||||" + code).getStatus().toCode())
                .isEqualTo(status);
    }

    @Test
    void aDocumentInObxBecomesADocumentReference() {
        Map<String, Resource> made =
                map(ORU + "OBX|1|ED|18842-5^Report^LN||LIS^application^pdf^Base64^JVBERi0xLjQK||||||F");
        DocumentReference document = (DocumentReference) made.get("DocumentReference1");
        assertThat(document.getContentFirstRep().getAttachment().getContentType())
                .isEqualTo("application/pdf");
        assertThat(new String(document.getContentFirstRep().getAttachment().getData(), StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-1.4\n");
        assertThat(((Observation) made.get("Observation1"))
                        .getDerivedFromFirstRep()
                        .getReference())
                .startsWith("DocumentReference/");
    }

    @Test
    void linesOfOneTextAreJoinedAndTwoDifferentResultsUnderOneKeyAreNot() {
        Map<String, Resource> made = map(ORU + "OBX|1|TX|1^a^L||first||||||F\nOBX|2|TX|1^a^L||second||||||F");
        assertThat(((Observation) made.get("Observation1")).getValueStringType().getValue())
                .isEqualTo("first\nsecond");
        MapOutcome twice = maps.map(Data.hl7(ORU + "OBX|1|NM|1^a^L||1||||||F\nOBX|2|NM|1^a^L||2||||||F", RABAT));
        assertThat(twice).isInstanceOf(MapOutcome.Quarantined.class);
        assertThat(twice.issues()).anySatisfy(i -> {
            assertThat(i.code()).isEqualTo("KEY-TWICE");
            assertThat(i.where()).isEqualTo("OBX[2]");
        });
    }

    @Test
    void notesStandWithTheirResult() {
        Observation observation = observation("OBX|1|NM|1^a^L||1||||||F\nNTE|1||haemolysed~repeat\nNTE|2||second");
        assertThat(observation.getNote()).extracting(n -> n.getText()).containsExactly("haemolysed\nrepeat", "second");
    }

    @Test
    void aPersonMergeKeepsTheOldRecordInactiveAndPointsAtTheNew() {
        Map<String, Resource> made = map(
                """
                MSH|^~\\&|HIS|CHU-RABAT|DPP|MA|20260102030405||ADT^A40^ADT_A39|80|P|2.5.1
                EVN|A40|20260102030405
                PID|1||7788^^^CHU-RABAT^PI||El Alaoui^Fatima
                MRG|9911^^^CHU-RABAT^PI
                """);
        Patient survivor = (Patient) made.get("Patient1");
        Patient old = (Patient) made.get("Patient2");
        assertThat(old.getActive()).isFalse();
        assertThat(old.getLinkFirstRep().getType().toCode()).isEqualTo("replaced-by");
        assertThat(old.getLinkFirstRep().getOther().getReference()).isEqualTo("Patient/" + survivor.getIdPart());
    }

    @ParameterizedTest
    @CsvSource({
        "A44,NOT-FOLLOWED,MSH-9",
        "A50,NOT-FOLLOWED,MSH-9",
        "Z99,NO-MAP,MSH-9",
    })
    void whatNoMapTakesIsQuarantinedWithItsPlace(String event, String code, String where) {
        MapOutcome outcome = maps.map(Data.hl7(ADT.replace("ADT^A01^ADT_A01", "ADT^" + event), RABAT));
        assertThat(outcome).isInstanceOf(MapOutcome.Quarantined.class);
        assertThat(outcome.issues().get(0).code()).isEqualTo(code);
        assertThat(outcome.issues().get(0).where()).isEqualTo(where);
    }

    @Test
    void aPatientWithoutTheFacilitysNumberIsQuarantined() {
        MapOutcome outcome = maps.map(Data.hl7(ADT.replace("7788^^^CHU-RABAT^PI", "7788^^^ELSEWHERE^PI"), RABAT));
        assertThat(outcome.issues()).anySatisfy(i -> {
            assertThat(i.code()).isEqualTo("KEY-MISSING-PATIENT");
            assertThat(i.where()).isEqualTo("PID[1]");
        });
        assertThat(outcome).isInstanceOf(MapOutcome.Quarantined.class);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        MapOutcome outcome = maps.map(Data.hl7("hello", RABAT));
        assertThat(outcome).isInstanceOf(MapOutcome.Refused.class);
        assertThat(outcome.issues().get(0).code()).isEqualTo("NO-MSH");
    }

    @Test
    void sameInputSameBytesAndASourceCanBeAdded() {
        MappedBundle bundle = ((MapOutcome.Mapped) maps.map(Data.hl7(ADT, RABAT))).bundle();
        assertThat(bundle.json())
                .isEqualTo(((MapOutcome.Mapped) Data.compiled().map(Data.hl7(ADT, RABAT)))
                        .bundle()
                        .json());
        String source = "urn:qantara:message:CHU-RABAT:12";
        Bundle parsed = R4Validator.R4
                .newJsonParser()
                .parseResource(Bundle.class, new String(bundle.json(source), StandardCharsets.UTF_8));
        assertThat(parsed.getEntry())
                .allSatisfy(
                        e -> assertThat(e.getResource().getMeta().getSource()).isEqualTo(source));
    }

    @Test
    void whereNumbersStartAgainTheDateIsPartOfTheKey() {
        Facility daily = new Facility("CHU-RABAT", "CHU-RABAT", Data.ZONE, Facility.NumbersRestart.DAILY);
        String one = ORU + "OBX|1|NM|1^a^L||1||||||F";
        String other = one.replace("20260102083000", "20260103083000");
        assertThat(id(one, RABAT)).isEqualTo(id(other, RABAT));
        assertThat(id(one, daily)).isNotEqualTo(id(other, daily));
    }

    private static String id(String message, Facility facility) {
        MappedBundle bundle = ((MapOutcome.Mapped) maps.map(Data.hl7(message, facility))).bundle();
        return bundle.entries().stream()
                .filter(e -> e.type().equals("Observation"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT_A01.hl7", "ORU_10.hl7", "ORU_120.hl7"})
    void theBenchMessagesAreValidAndReadBackTheSame(String name) throws IOException {
        Path file = Data.reference().resolve("bench").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "no " + file + ": skipped");
        MapOutcome outcome = maps.map(Data.hl7(Files.readAllBytes(file)));
        // the IN1 of ADT_A01.hl7 is one field too long from IN1-6 on: where a birth date belongs stands "SEL"
        assertThat(outcome.issues())
                .extracting(Issue::code)
                .isEqualTo(name.equals("ADT_A01.hl7") ? List.of("VALUE-INVALID") : List.of());
        MappedBundle bundle = ((MapOutcome.Mapped) outcome).bundle();
        List<String> errors =
                name.contains("120") ? List.of() : R4Validator.get().errors(bundle);
        assertThat(errors).isEmpty();
        String json = new String(bundle.json(), StandardCharsets.UTF_8);
        String again = R4Validator.R4
                .newJsonParser()
                .encodeResourceToString(R4Validator.R4.newJsonParser().parseResource(Bundle.class, json));
        assertThat(again)
                .as("HAPI reads and writes exactly what the direct writer wrote")
                .isEqualTo(json);
    }
}
