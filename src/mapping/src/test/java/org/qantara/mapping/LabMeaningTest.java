package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.mapping.Data.resources;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What laboratories' messages mean: one Observation, whichever wire it came by; the right patient or none. */
class LabMeaningTest {
    private static final String TRANSLATION = "http://hl7.org/fhir/StructureDefinition/iso21090-PQ-translation";
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static MapOutcome map(String format, String text, KnownPatients known) {
        return maps.map(Data.laboratory(format, text, known));
    }

    private static Observation only(String format, String text) {
        return resources(map(format, text, KnownPatients.NONE), Observation.class)
                .get(0);
    }

    private static Map<String, Observation> glucose() {
        Map<String, Observation> results = new LinkedHashMap<>();
        results.put(
                "ORU",
                only(
                        "hl7v2",
                        """
                        MSH|^~\\&|LIS|LABFES|Q|D|20260102083000||ORU^R01^ORU_R01|1|P|2.5.1
                        PID|1||77^^^LAB-FES-01^PI||BENNANI^ZINEB||19850517|F
                        OBR|1||F100^LIS|GLU^Glucose^L|||20260102080000|||||||||||||||||LAB|F
                        OBX|1|NM|GLU^Glucose^L||7.0|mmol/L|3.9 - 6.1|H|||F
                        """));
        results.put(
                "ASTM",
                only(
                        "astm",
                        """
                        H|\\^&|||cobas e411^1.0|||||host||P|1|20260102083000
                        P|1|77|||BENNANI^ZINEB||19850517|F
                        O|1|S100||^Glucose^^GLU|R|20260102075500|20260102080000||||N||||Serum||||||||||F
                        R|1|^Glucose^^GLU|126|mg/dL|3.9 - 6.1|H||F||op||20260102080000|411-0007
                        L|1|N
                        """));
        results.put(
                "HPRIM",
                only(
                        "hprim",
                        """
                        H|~^\\&|RES1.HPR||LABFES~Laboratoire|||ORU|||HOP~CHU||P|H2.1~C|20260102083000
                        P|1|77||A1|BENNANI~ZINEB||19850517|F
                        OBR|1|~ORD1|ACC1~ORD1|GLU~Glucose~L|R|202601020755|20260102080000
                        OBX|1|NM|GLU~Glucose~L||1,26|g/L|3.9 - 6.1|H|||F
                        L|1||1|5
                        """));
        results.put(
                "CSV",
                only(
                        "csv",
                        """
                        patient_id;family;given;birth_date;sex;order_number;test_code;test_name;value;unit;observed;status;reference_range;flag;specimen_type;analyser;analyser_serial;comment
                        77;BENNANI;ZINEB;19850517;F;O1;GLU;Glucose;1,26g/L;;20260102080000;F;3.9 - 6.1;H;serum;;;
                        """));
        return results;
    }

    /** What is allowed to differ is taken away; the units of the range follow the measured unit. */
    private static String shape(Observation result) {
        Observation bare = result.copy();
        bare.setId("x");
        bare.setIdentifier(null);
        bare.setSubject(null);
        bare.setDevice(null);
        bare.setMeta(null);
        bare.setValue(null);
        bare.getReferenceRange().forEach(range -> {
            range.getLow().setUnit(null);
            range.getHigh().setUnit(null);
        });
        return R4Validator.R4.newJsonParser().encodeResourceToString(bare);
    }

    private static Quantity canonical(Observation result) {
        Quantity measured = result.getValueQuantity();
        return measured.hasExtension(TRANSLATION)
                ? (Quantity) measured.getExtensionByUrl(TRANSLATION).getValue()
                : measured;
    }

    @Test
    void theSameGlucoseIsTheSameObservationByFourWires() {
        Map<String, Observation> results = glucose();
        String expected = shape(results.get("ORU"));
        results.forEach((wire, result) -> assertThat(shape(result)).as(wire).isEqualTo(expected));
        assertThat(results.get("HPRIM").getValueQuantity().getValue()).isEqualTo(new BigDecimal("1.26"));
        assertThat(results.get("HPRIM").getValueQuantity().getCode()).isEqualTo("g/L");
        assertThat(results.get("CSV").getValueQuantity().getUnit()).isEqualTo("g/L");
        assertThat(results.get("ASTM").getValueQuantity().getCode()).isEqualTo("mg/dL");
        results.forEach((wire, result) -> {
            Quantity canonical = canonical(result);
            assertThat(canonical.getCode()).as(wire).isEqualTo("mmol/L");
            int digits = Math.min(2, result.getValueQuantity().getValue().precision()); // 7.0, the coarsest of the four
            assertThat(canonical.getValue().round(new MathContext(digits, RoundingMode.HALF_EVEN)))
                    .as(wire)
                    .isEqualByComparingTo("7.0");
        });
        assertThat(canonical(results.get("HPRIM")).getValue()).isEqualTo(new BigDecimal("6.99"));
    }

    @Test
    void theOtherResourcesHaveTheSameShapeToo() {
        MapOutcome outcome = map(
                "astm",
                """
                H|\\^&|||cobas e411^1.0|||||host||P|1|20260102083000
                P|1|77|||BENNANI^ZINEB||19850517|F
                O|1|S100||^^^GLU|R|20260102075500|20260102080000||||N||||Serum||||||||||F
                R|1|^^^GLU|126|mg/dL|70 to 110|H||F||op||20260102081500|411-0007
                L|1|N
                """,
                KnownPatients.NONE);
        Device device = resources(outcome, Device.class).get(0);
        assertThat(device.getDeviceNameFirstRep().getName()).isEqualTo("cobas e411");
        assertThat(device.getSerialNumber()).isEqualTo("411-0007");
        DiagnosticReport report = resources(outcome, DiagnosticReport.class).get(0);
        assertThat(report.getStatus()).isEqualTo(DiagnosticReport.DiagnosticReportStatus.FINAL);
        assertThat(report.getBasedOnFirstRep().getReference())
                .isEqualTo("ServiceRequest/"
                        + resources(outcome, ServiceRequest.class).get(0).getIdPart());
        assertThat(report.getSpecimenFirstRep().getReference())
                .isEqualTo(
                        "Specimen/" + resources(outcome, Specimen.class).get(0).getIdPart());
        Quantity offset = (Quantity) report.getExtensionByUrl("urn:qantara:extension:analyser-clock-offset")
                .getValue();
        assertThat(offset.getValue())
                .as("the analyser's clock in Casablanca (08:30:00+01:00) was an hour and seven seconds behind")
                .isEqualByComparingTo("-3607");
        Observation result = resources(outcome, Observation.class).get(0);
        assertThat(result.getDevice().getReference()).isEqualTo("Device/" + device.getIdPart());
        assertThat(result.getIssuedElement().getValueAsString()).isEqualTo("2026-01-02T08:15:00+01:00");
        assertThat(resources(outcome, Specimen.class).get(0).getType().getText())
                .isEqualTo("Serum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<0,5", ">1000", "++", "traces", "1/40", "3 croix", "négatif", "12 à 15", "1,26,3"})
    void whatIsNoNumberIsKeptExactly(String written) {
        String astm = "H|\\^&|||x\nP|1|77\nO|1|S1\nR|1|^^^CRP|" + written + "|mg/L||||F\nL|1";
        Observation result = only("astm", astm);
        assertThat(result.getValueStringType().getValue()).isEqualTo(written);
        String hprim = "H|~^\\&|1\nP|1|77\nOBR|1|~O|A\nOBX|1|ST|CRP~CRP~L||" + written + "|mg/L|||||F\nL|1";
        assertThat(only("hprim", hprim).getValueStringType().getValue()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "'1,26',g/L,1.26,g/L",
        "'1,26 g/L','',1.26,g/L",
        "'1,26g/L','',1.26,g/L",
        "+5.10,mmol/l,5.10,mmol/L",
        "'250',G/L,250,10*9/L",
        "4.5,T/L,4.5,10*12/L",
        "12,mm/1h,12,mm/h",
        "5 %,'',5,%"
    })
    void numbersAndUnitsAsFrenchLaboratoriesWriteThem(String value, String unit, String number, String ucum) {
        Observation result =
                only("hprim", "H|~^\\&|1\nP|1|77\nOBR|1|~O|A\nOBX|1|NM|X~X~L||" + value + "|" + unit + "|||||F\nL|1");
        assertThat(result.getValueQuantity().getValue()).isEqualTo(new BigDecimal(number));
        assertThat(result.getValueQuantity().getSystem()).isEqualTo("http://unitsofmeasure.org");
        assertThat(result.getValueQuantity().getCode()).isEqualTo(ucum);
    }

    @Test
    void aUnitThatNobodyKnowsStaysAsWritten() {
        Observation result = only("astm", "H|\\^&|||x\nP|1|77\nO|1|S1\nR|1|^^^Q|7|zork/L||||F\nL|1");
        assertThat(result.getValueQuantity().getUnit()).isEqualTo("zork/L");
        assertThat(result.getValueQuantity().hasCode()).isFalse();
        assertThat(result.getValueQuantity().hasSystem()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'H : 13,0 - 17,0',13.0,17.0,male,,",
        "'F 12,0 - 16,0',12.0,16.0,female,,",
        "'Femmes 18 à 65 ans : 12,0 - 16,0',12.0,16.0,female,18,65",
        "'< 5',,5,,,",
        "'0.0 - 3.0',0.0,3.0,,,"
    })
    void referenceRangesSayWhomTheyAreFor(
            String range, String low, String high, String sex, String ageFrom, String ageTo) {
        Observation result =
                only("hprim", "H|~^\\&|1\nP|1|77\nOBR|1|~O|A\nOBX|1|NM|HB~Hb~L||14|g/dL|" + range + "||||F\nL|1");
        var found = result.getReferenceRangeFirstRep();
        assertThat(found.getText()).isEqualTo(range);
        assertThat(found.getLow().getValue()).isEqualTo(low == null ? null : new BigDecimal(low));
        assertThat(found.getHigh().getValue()).isEqualTo(high == null ? null : new BigDecimal(high));
        assertThat(found.getAppliesToFirstRep().getCodingFirstRep().getCode()).isEqualTo(sex);
        assertThat(found.getAge().getLow().getValue()).isEqualTo(ageFrom == null ? null : new BigDecimal(ageFrom));
        assertThat(found.getAge().getHigh().getValue()).isEqualTo(ageTo == null ? null : new BigDecimal(ageTo));
    }

    @ParameterizedTest
    @CsvSource({
        "M: 4.5-5.9,4.5,5.9,male,,,",
        "F 4.0-5.2,4.0,5.2,female,,,",
        "Homme : < 50,,50,male,,,",
        "F 18-65 y: 12-16,12,16,female,18,65,a",
        "18 à 65 ans 12-16 g/dL,12,16,,18,65,a",
        "(> 60 ans) 3.5-7.2,3.5,7.2,,60,,a",
        "0-28 jours: 135-200,135,200,,0,28,d",
        "1-12 mois F: 1.0-2.0,1.0,2.0,female,1,12,mo",
        "70-110 mg/dL (fasting),70,110,,,,",
        "4.0-10.0 10*9/L,4.0,10.0,,,,",
        "0-20 mm/h,0,20,,,,",
        ">= 90,90,,,,,",
        "M: 4.5-5.9; F: 4.0-5.2,,,,,,",
        "13-17 (M),,,,,,",
        "13-17 (M) 12-16 (F),,,,,,",
        "phase folliculaire: 1.2-9.0,,,,,,",
        "Adultes : 12-16,,,,,,",
        "négatif,,,,,,",
        "voir compte rendu,,,,,,"
    })
    void rangesOfHl7SayWhomTheyAreForAndNothingIsGuessed(
            String range, String low, String high, String sex, String ageFrom, String ageTo, String ageUnit) {
        Observation result = result("ORU^R01", range);
        var found = result.getReferenceRangeFirstRep();
        assertThat(found.getText()).isEqualTo(range);
        assertThat(found.getLow().getValue()).isEqualTo(low == null ? null : new BigDecimal(low));
        assertThat(found.getHigh().getValue()).isEqualTo(high == null ? null : new BigDecimal(high));
        assertThat(found.getAppliesToFirstRep().getCodingFirstRep().getCode()).isEqualTo(sex);
        assertThat(found.getAge().getLow().getValue()).isEqualTo(ageFrom == null ? null : new BigDecimal(ageFrom));
        assertThat(found.getAge().getHigh().getValue()).isEqualTo(ageTo == null ? null : new BigDecimal(ageTo));
        assertThat(
                        ageFrom == null
                                ? found.getAge().getHigh().getCode()
                                : found.getAge().getLow().getCode())
                .isEqualTo(ageUnit);
    }

    private static Observation result(String type, String range) {
        return only(
                "hl7v2",
                "MSH|^~\\&|LIS|LAB|DPP|MA|20260105093000||" + type + "|R1|P|2.5.1\nPID|1||77^^^LAB-FES-01^PI||X^Y\n"
                        + "OBR|1||F1^LIS|1-8^X^L|||20260105080000\nOBX|1|NM|1-8^X^L||14|g/dL|" + range + "||||F");
    }

    @Test
    void aSampleFindsItsPatientByTheOrder() {
        String astm = "H|\\^&|||x\nP|1\nO|1|S7\nR|1|^^^K|4.1|mmol/L||||F\nL|1";
        MapOutcome unknown = map("astm", astm, KnownPatients.NONE);
        assertThat(unknown).isInstanceOf(MapOutcome.Quarantined.class);
        assertThat(unknown.issues()).extracting(Issue::code).contains("KEY-MISSING-PATIENT");
        KnownPatients orders = (number, date) -> number.equals("S7") ? "77" : null;
        Patient patient = resources(map("astm", astm, orders), Patient.class).get(0);
        assertThat(patient.getIdentifierFirstRep().getValue()).isEqualTo("77");
        assertThat(patient.getIdPart())
                .as("the same patient as by number")
                .isEqualTo(resources(map("astm", astm.replace("P|1\n", "P|1|77\n"), KnownPatients.NONE), Patient.class)
                        .get(0)
                        .getIdPart());
        assertThat(resources(map("astm", astm.replace("P|1\n", ""), orders), Patient.class))
                .as("a message without a P record")
                .hasSize(1);
    }

    @Test
    void aLaboratorysOwnNumberNamesNobody() {
        MapOutcome outcome =
                map("astm", "H|\\^&|||x\nP|1||77\nO|1|S7\nR|1|^^^K|4.1|mmol/L||||F\nL|1", KnownPatients.NONE);
        assertThat(outcome.issues()).extracting(Issue::code).contains("KEY-MISSING-PATIENT");
    }

    @Test
    void qualityControlBesideAPatientsSampleIsLeftOut() {
        MapOutcome outcome = map(
                "astm",
                "H|\\^&|||x\nP|1|77\nO|1|QC1||^^^K|R||||||Q\nR|1|^^^K|4.0|mmol/L||||F\n"
                        + "O|2|S7||^^^K|R||||||N\nR|1|^^^K|4.1|mmol/L||||F\nL|1",
                KnownPatients.NONE);
        assertThat(resources(outcome, Observation.class)).singleElement().satisfies(result -> assertThat(
                        result.getValueQuantity().getValue())
                .isEqualByComparingTo("4.1"));
        assertThat(resources(outcome, Specimen.class)).hasSize(1);
    }

    @Test
    void aCorrectionReplacesAndACancellationSaysSo() {
        String astm = "H|\\^&|||x\nP|1|77\nO|1|S7\nR|1|^^^K|%s|mmol/L||||%s\nL|1";
        Observation first = only("astm", astm.formatted("4.1", "F"));
        Observation corrected = only("astm", astm.formatted("5.1", "C"));
        Observation cancelled = only("astm", astm.formatted("", "X"));
        assertThat(corrected.getIdPart()).isEqualTo(first.getIdPart()).isEqualTo(cancelled.getIdPart());
        assertThat(corrected.getStatus()).isEqualTo(Observation.ObservationStatus.CORRECTED);
        assertThat(cancelled.getStatus()).isEqualTo(Observation.ObservationStatus.CANCELLED);
        assertThat(cancelled.getDataAbsentReason().getCodingFirstRep().getCode())
                .isEqualTo("not-performed");
    }
}
