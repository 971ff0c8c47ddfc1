package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that FHIR cannot say costs that value and nothing else, and never silently. */
class BadInputTest {
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private static final String ORU =
            """
            MSH|^~\\&|LIS|LAB|DPP|MA|20260102120000||ORU^R01^ORU_R01|78|P|2.5.1
            PID|1||7788^^^CHU-RABAT^PI||El Alaoui^Fatima||19901315|F
            PV1|1|I|CARD^12^A||||||||||||||||V100^^^CHU-RABAT^VN|||||||||||||||||||||||||20261302
            OBR|1|P1^HIS|F1^LIS|24323-8^Panel^LN|||20261340083000||||||||||||||||||CH|F
            OBX|1|NM|2345-7^Glucose^LN||5.10|mmol/L|3.9-6.1|H|||F
            OBX|2|NM|2160-0^Créatinine^LN||douze|mg/L|||||F
            OBX|3|NM|2951-2^Sodium^LN||140|bidules||N|||F
            OBX|4|NM|2823-3^Potassium^LN||4.1|mmol/L||N|||Q
            OBX|5|DT|8665-2^Dernières règles^LN||20261301||||||F
            OBX|6|NM|1988-5^CRP^LN||<0,5|mg/L|||||F
            """;
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    @Test
    void month_13_is_a_date_that_is_absent_by_error() {
        MapOutcome.Mapped mapped = mapped(maps);
        var birth = one(mapped, Patient.class).getBirthDateElement();
        assertThat(birth.hasValue()).isFalse();
        assertThat(birth.getExtensionByUrl(ABSENT).getValue().primitiveValue()).isEqualTo("error");
        var began = one(mapped, Encounter.class).getPeriod().getStartElement();
        assertThat(began.getExtensionByUrl(ABSENT).getValue().primitiveValue()).isEqualTo("error");
        assertThat(glucose(mapped).getEffectiveDateTimeType().getExtensionByUrl(ABSENT))
                .isNotNull();
        assertThat(warnings(mapped))
                .contains("VALUE-INVALID PID[1]-7", "VALUE-INVALID PV1[1]-44", "VALUE-INVALID OBR[1]-7");
    }

    @Test
    void a_result_that_is_no_date_stays_as_text() {
        MapOutcome.Mapped mapped = mapped(maps);
        assertThat(result(mapped, "8665-2").getValueStringType().getValue()).isEqualTo("20261301");
        assertThat(warnings(mapped)).contains("VALUE-INVALID OBX[5]-5");
    }

    @Test
    void a_broken_number_stays_as_text() {
        MapOutcome.Mapped mapped = mapped(maps);
        assertThat(result(mapped, "2160-0").getValueStringType().getValue()).isEqualTo("douze");
        assertThat(warnings(mapped)).contains("VALUE-INVALID OBX[2]-5");
    }

    @Test
    void a_number_with_a_comparator_is_no_broken_number() {
        MapOutcome.Mapped mapped = mapped(maps);
        assertThat(result(mapped, "1988-5").getValueStringType().getValue()).isEqualTo("<0,5");
        assertThat(warnings(mapped)).doesNotContain("VALUE-INVALID OBX[6]-5");
    }

    @Test
    void an_unknown_unit_stays_as_text_beside_its_number() {
        MapOutcome.Mapped mapped = mapped(maps);
        var quantity = result(mapped, "2951-2").getValueQuantity();
        assertThat(quantity.getValue()).isEqualByComparingTo("140");
        assertThat(quantity.getUnit()).isEqualTo("bidules");
        assertThat(quantity.hasSystem()).isFalse();
        assertThat(quantity.hasCode()).isFalse();
        assertThat(warnings(mapped)).containsOnlyOnce("UNIT-UNKNOWN OBX[3]-6");
    }

    @Test
    void a_code_outside_a_required_table_leaves_a_valid_resource() {
        MapOutcome.Mapped mapped = mapped(maps);
        assertThat(result(mapped, "2823-3").getStatus()).isEqualTo(Observation.ObservationStatus.UNKNOWN);
        assertThat(warnings(mapped)).contains("CODE-UNMAPPED OBX[4]-11");
    }

    @Test
    void the_rest_is_there() {
        MapOutcome.Mapped mapped = mapped(maps);
        assertThat(glucose(mapped).getValueQuantity().getValue()).isEqualByComparingTo("5.10");
        assertThat(one(mapped, DiagnosticReport.class).getResult()).hasSize(6);
        assertThat(one(mapped, Patient.class).getNameFirstRep().getFamily()).isEqualTo("El Alaoui");
        assertThat(mapped.issues()).allMatch(issue -> issue.severity() == Issue.Severity.WARNING);
        assertThat(mapped.issues())
                .allMatch(issue -> !issue.message().contains("douze")
                        && !issue.message().contains("bidules")
                        && !issue.message().contains("20261301"));
    }

    /** The table by code and facility is {@code severity:} in the facility's file. */
    @Test
    void what_is_tolerated_is_said_by_code_and_facility(@TempDir Path folder) throws Exception {
        for (String code : List.of("VALUE-INVALID", "UNIT-UNKNOWN", "CODE-UNMAPPED")) {
            Path copy = folder.resolve(code);
            copy(copy);
            Files.writeString(
                    copy.resolve("facilities/STRICT.yaml"),
                    "facility: STRICT\nextends: country/ma\nseverity: { " + code + ": error }\n",
                    StandardCharsets.UTF_8);
            Mappings strict = ((Compilation.Compiled) Mappings.compile(copy)).mappings();
            MapOutcome there = strict.map(Data.hl7(ORU.replace("CHU-RABAT", "STRICT"), Data.facility("STRICT")));
            assertThat(there).as(code).isInstanceOf(MapOutcome.Quarantined.class);
            assertThat(there.issues())
                    .anyMatch(issue -> issue.code().equals(code)
                            && issue.severity() == Issue.Severity.ERROR
                            && !issue.where().isEmpty());
            assertThat(strict.map(Data.hl7(ORU, Data.facility("CHU-RABAT"))))
                    .as("another facility")
                    .isInstanceOf(MapOutcome.Mapped.class);
        }
    }

    private static void copy(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(Data.mappings())) {
            for (Path file : files.toList()) {
                Path target = to.resolve(Data.mappings().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static MapOutcome.Mapped mapped(Mappings maps) {
        return (MapOutcome.Mapped) maps.map(Data.hl7(ORU, Data.facility("CHU-RABAT")));
    }

    private static List<String> warnings(MapOutcome outcome) {
        return outcome.issues().stream()
                .map(issue -> issue.code() + " " + issue.where())
                .toList();
    }

    private static Observation glucose(MapOutcome.Mapped mapped) {
        return result(mapped, "2345-7");
    }

    private static Observation result(MapOutcome.Mapped mapped, String code) {
        return all(mapped, Observation.class).stream()
                .filter(each -> each.getCode().getCodingFirstRep().getCode().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends Resource> T one(MapOutcome.Mapped mapped, Class<T> type) {
        return all(mapped, type).get(0);
    }

    private static <T extends Resource> List<T> all(MapOutcome.Mapped mapped, Class<T> type) {
        String json = new String(mapped.bundle().json(), StandardCharsets.UTF_8);
        Bundle bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, json);
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
