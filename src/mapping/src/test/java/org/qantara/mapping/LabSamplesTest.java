package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every laboratory file beside the project gives resources, or the exact reason why not. */
class LabSamplesTest {
    private static Mappings maps;
    private static Path folder;

    @BeforeAll
    static void compile() {
        folder = Data.reference().resolve("lab");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no " + folder + ": skipped");
        maps = Data.compiled();
    }

    /** The records of a file; of a session's log what stands between STX and ETX. */
    private static byte[] records(String name) throws IOException {
        String text = Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
        if (name.endsWith(".log")) {
            text = text.substring(text.indexOf("[STX]1") + 6, text.indexOf("[ETX]"))
                    .replace("[CR]", "\r");
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MapOutcome map(String name, KnownPatients known) throws IOException {
        return maps.map(new SourceMessage(
                records(name),
                StandardCharsets.ISO_8859_1,
                name.endsWith(".hpr") ? "hprim" : "astm",
                Data.facility("LAB"),
                OffsetDateTime.parse("2026-01-28T12:10:30+01:00"),
                known));
    }

    private static List<Observation> results(MapOutcome outcome) {
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        String json = new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
        return R4Validator.R4.newJsonParser().parseResource(Bundle.class, json).getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .toList();
    }

    @Test
    void noFileIsForgotten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(name -> !name.equals("manifest.tsv")))
                    .containsExactlyInAnyOrder(
                            "astm-astmio-mindray-bs240-session.log",
                            "astm-chistousov-centaurxp-orders-2.txt",
                            "astm-chistousov-centaurxp-requests-1.txt",
                            "astm-chistousov-centaurxp-results-1.txt",
                            "astm-chistousov-unicel-dxh-results-1.txt",
                            "astm-nhapi-1394-microbiology.txt",
                            "hprim-2.1-oru-hl7eu-synthetic.hpr");
        }
    }

    /** Results whose patient only the orders know: nobody's without, all of them with. */
    @ParameterizedTest
    @CsvSource({
        "astm-astmio-mindray-bs240-session.log,8,2",
        "astm-astmio-mindray-bs240-session.log,2025105875,2",
        "astm-chistousov-unicel-dxh-results-1.txt,000004287888,28"
    })
    void aSampleIsItsOrdersPatients(String name, String sample, int expected) throws IOException {
        MapOutcome nobodys = map(name, KnownPatients.NONE);
        assertThat(nobodys).isInstanceOf(MapOutcome.Quarantined.class);
        assertThat(nobodys.issues()).anySatisfy(issue -> {
            assertThat(issue.code()).isEqualTo("KEY-MISSING-PATIENT");
            assertThat(issue.where()).startsWith("P[1]");
        });
        assertThat(results(map(name, (number, date) -> number.equals(sample) ? "77" : null)))
                .hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "astm-chistousov-centaurxp-results-1.txt,3",
        "astm-nhapi-1394-microbiology.txt,1",
        "hprim-2.1-oru-hl7eu-synthetic.hpr,2"
    })
    void aPatientIsKnownByNumber(String name, int expected) throws IOException {
        assertThat(results(map(name, KnownPatients.NONE))).hasSize(expected);
    }

    @Test
    void aHostQueryHasNothingForTheRecord() throws IOException {
        MapOutcome outcome = map("astm-chistousov-centaurxp-requests-1.txt", KnownPatients.NONE);
        assertThat(outcome.issues()).extracting(Issue::code).contains("NOTHING-MADE");
    }

    @Test
    void ordersToAnAnalyserAreOrders() throws IOException {
        MapOutcome outcome = map("astm-chistousov-centaurxp-orders-2.txt", KnownPatients.NONE);
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        assertThat(((MapOutcome.Mapped) outcome).bundle().entries())
                .extracting(MappedBundle.Entry::type)
                .contains("Patient", "ServiceRequest", "Specimen")
                .doesNotContain("Observation");
    }

    @Test
    void whatTheSendersSaidIsThere() throws IOException {
        List<Observation> mindray = results(map("astm-astmio-mindray-bs240-session.log", (number, date) -> "77"));
        assertThat(mindray.get(0).getCode().getText()).isEqualTo("Creatinine (Sarcosine Oxidase Method)");
        Quantity creatinine = mindray.get(0).getValueQuantity();
        assertThat(creatinine.getValueElement().getValueAsString()).isEqualTo("3.216365");
        assertThat(creatinine.getCode()).isEqualTo("mg/dL");
        List<Observation> dxh = results(map("astm-chistousov-unicel-dxh-results-1.txt", (number, date) -> "77"));
        assertThat(dxh.get(0).getCode().getCodingFirstRep().getCode())
                .as("the LOINC number that the analyser sends")
                .isEqualTo("33256-9");
        assertThat(dxh.get(3).getValueQuantity().getValueElement().getValueAsString())
                .as("146!  H")
                .isEqualTo("146");
        Quantity haemoglobin = (Quantity) dxh.get(3)
                .getValueQuantity()
                .getExtensionByUrl("http://hl7.org/fhir/StructureDefinition/iso21090-PQ-translation")
                .getValue();
        assertThat(haemoglobin.getCode()).isEqualTo("g/L");
        assertThat(dxh.get(24).getValueQuantity().getCode()).isEqualTo("/100{WBC}");
        List<Observation> hprim = results(map("hprim-2.1-oru-hl7eu-synthetic.hpr", KnownPatients.NONE));
        assertThat(hprim.get(0).getValueStringType().getValue()).isEqualTo("< 3.0");
        assertThat(hprim.get(1).getReferenceRangeFirstRep().getHigh().getValue())
                .isEqualByComparingTo("145");
        Observation culture = results(map("astm-nhapi-1394-microbiology.txt", (number, date) -> "77"))
                .get(0);
        assertThat(culture.getNote()).extracting(note -> note.getText()).containsExactly("a", "b");
    }
}
