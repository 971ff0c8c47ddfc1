package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ASTM, HPRIM, DICOM JSON and delimited files through the project's maps. */
class FormatsTest {
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static MapOutcome map(String body, String format, Charset charset) {
        return maps.map(new SourceMessage(
                body.replace("\n", "\r").getBytes(charset),
                charset,
                format,
                Data.facility("LAB"),
                OffsetDateTime.parse("2026-01-01T00:00:00Z")));
    }

    private static <T> List<T> resources(MapOutcome outcome, Class<T> type) {
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        String json = new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
        return R4Validator.R4.newJsonParser().parseResource(Bundle.class, json).getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void astm() {
        MapOutcome outcome = map(
                """
                H|\\^&|||DxH|||||LIS||P|LIS2-A|20260102082841
                P|1|77|L5||Doe^Jane||19700102|F
                O|1|S123|||R|||||||||||||||||||F
                C|1|I|Research use only|G
                R|1|^^^WBC|7.40|10^9/L|3.8 to 11.8|N||F||SYS||20260102082826|AY5
                C|1|I|checked|G
                R|2|^^^HGB|146! H|g/L|109 to 143|A||F
                L|1|N
                """,
                "astm",
                StandardCharsets.UTF_8);
        List<Observation> results = resources(outcome, Observation.class);
        assertThat(results).hasSize(2);
        assertThat(results.get(0).getValueQuantity().getValueElement().getValueAsString())
                .isEqualTo("7.40");
        assertThat(results.get(0).getCode().getCoding())
                .extracting(Coding::getCode)
                .containsExactly("WBC");
        assertThat(results.get(0).getReferenceRangeFirstRep().getHigh().getValue())
                .isEqualByComparingTo("11.8");
        assertThat(results.get(0).getNoteFirstRep().getText()).isEqualTo("checked");
        assertThat(results.get(0).getEffectiveDateTimeType().getValueAsString()).isEqualTo("2026-01-02T08:28:26+01:00");
        assertThat(results.get(1).getValueStringType().getValue())
                .as("kept exactly")
                .isEqualTo("146! H");
        assertThat(resources(outcome, Patient.class).get(0).getNameFirstRep().getFamily())
                .isEqualTo("Doe");
    }

    @Test
    void astmWithOtherDelimiters() {
        MapOutcome outcome = map(
                "H|\\!~|||DxH\nP|1|77\nO|1|S9|||R\nR|1|!!!WBC!33256-9|7.4|10^9/L||||F\nL|1|N",
                "astm",
                StandardCharsets.UTF_8);
        Observation result = resources(outcome, Observation.class).get(0);
        assertThat(result.getCode().getCoding()).extracting(Coding::getCode).containsExactly("33256-9", "WBC");
        assertThat(result.getValueQuantity().getUnit()).isEqualTo("10^9/L");
    }

    @Test
    void hprimWithAContinuationInTheMiddleOfAWord() {
        MapOutcome outcome = map(
                """
                H|~^\\&|||LABO~Laboratoire|||ORU||||P|H2.1~C|20260128121030
                P|1|99||A1|BENNANI~ZINEB|ALAMI|19850517|F
                OBR|1|~ORD1|ACC1~ORD1|CRP~Protéine C réactive~L|R|202601281205|202601281130
                OBX|1|TX|CRP~Protéine C réactive~L||valeur nor
                A|male|mg/L|0.0 - 3.0|N|||F
                OBX|2|NM|NA~Sodium~L||141|mmol/L|136 - 145|N|||F
                L|1||1|6
                """,
                "hprim",
                StandardCharsets.ISO_8859_1);
        List<Observation> results = resources(outcome, Observation.class);
        assertThat(results.get(0).getValueStringType().getValue()).isEqualTo("valeur normale");
        assertThat(results.get(0).getCode().getText()).isEqualTo("Protéine C réactive");
        assertThat(results.get(1).getValueQuantity().getValue()).isEqualByComparingTo("141");
        assertThat(results.get(1).getReferenceRangeFirstRep().getLow().getValue())
                .isEqualByComparingTo("136");
        assertThat(resources(outcome, Patient.class).get(0).getName()).hasSize(2);
    }

    @Test
    void dicom() {
        MapOutcome outcome = map(
                """
                {"00080020":{"vr":"DA","Value":["20260102"]},"00080030":{"vr":"TM","Value":["083000.5"]},
                 "00080050":{"vr":"SH","Value":["A7"]},"00080060":{"vr":"CS","Value":["CT"]},
                 "00081030":{"vr":"LO","Value":["Thorax \\u00e0 jeun"]},"00080090":{"vr":"PN"},
                 "00100010":{"vr":"PN","Value":[{"Alphabetic":"El Alaoui^Fatima^Zahra"}]},
                 "00100020":{"vr":"LO","Value":["7788"]},"00100030":{"vr":"DA","Value":["19900315"]},
                 "00100040":{"vr":"CS","Value":["F"]},"0020000D":{"vr":"UI","Value":["1.2.840.1"]},
                 "00201206":{"vr":"IS","Value":[3]}}
                """,
                "dicom+json",
                StandardCharsets.UTF_8);
        ImagingStudy study = resources(outcome, ImagingStudy.class).get(0);
        assertThat(study.getIdentifierFirstRep().getValue()).isEqualTo("urn:oid:1.2.840.1");
        assertThat(study.getStartedElement().getValueAsString()).isEqualTo("2026-01-02T08:30:00.5+01:00");
        assertThat(study.getDescription()).isEqualTo("Thorax à jeun");
        assertThat(study.getNumberOfSeries()).isEqualTo(3);
        assertThat(study.getModalityFirstRep().getCode()).isEqualTo("CT");
        Patient patient = resources(outcome, Patient.class).get(0);
        assertThat(patient.getNameFirstRep().getGivenAsSingleString()).isEqualTo("Fatima Zahra");
        assertThat(study.getSubject().getReference()).isEqualTo("Patient/" + patient.getIdPart());
    }

    @Test
    void aStudysIdIsTheSameFromEveryFacility() {
        String body =
                "{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},\"00100020\":{\"vr\":\"LO\",\"Value\":[\"1\"]}}";
        List<String> ids = List.of("A", "B").stream()
                .map(code -> maps.map(new SourceMessage(
                        body.getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8,
                        "dicom+json",
                        Data.facility(code),
                        OffsetDateTime.now())))
                .map(o -> resources(o, ImagingStudy.class).get(0).getIdPart())
                .toList();
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
    }

    @Test
    void csvWithSemicolonsQuotesAndColumnsInAnotherOrder() {
        MapOutcome outcome = map(
                """
                order_number;test_code;test_name;value;unit;observed;patient_id;family;given;birth_date;sex;extra
                O1;GLU;"Glucose; sang";5.1;mmol/L;202601020830;77;"El ""A"" laoui";Zineb;19900315;F;x
                O1;CRP;CRP;<0,5;mg/L;202601020830;77;"El ""A"" laoui";Zineb;19900315;F;y
                """,
                "csv",
                StandardCharsets.UTF_8);
        List<Observation> results = resources(outcome, Observation.class);
        assertThat(results).hasSize(2);
        assertThat(results.get(0).getCode().getText()).isEqualTo("Glucose; sang");
        assertThat(results.get(0).getValueQuantity().getValue()).isEqualByComparingTo("5.1");
        assertThat(results.get(1).getValueStringType().getValue()).isEqualTo("<0,5");
        assertThat(resources(outcome, Patient.class))
                .singleElement()
                .satisfies(p -> assertThat(p.getNameFirstRep().getFamily()).isEqualTo("El \"A\" laoui"));
    }

    @ParameterizedTest
    @CsvSource({
        "astm,R|1,NO-HEADER",
        "hprim,'',NO-HEADER",
        "astm,H,NO-HEADER",
        "csv,'a,b,c',UNKNOWN-COLUMNS",
        "csv,'a,\"b',BAD-CSV",
        "dicom+json,{,BAD-JSON",
        "dicom+json,[1],BAD-JSON",
        "dicom+json,'{\"x\":1}',BAD-JSON",
        "fax,hello,UNKNOWN-FORMAT"
    })
    void whatIsUnreadableIsRefusedWithACode(String format, String body, String code) {
        MapOutcome outcome = map(body, format, StandardCharsets.UTF_8);
        assertThat(outcome).isInstanceOf(MapOutcome.Refused.class);
        assertThat(outcome.issues().get(0).code()).isEqualTo(code);
    }
}
