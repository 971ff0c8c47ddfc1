package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final String ORU =
            """
            MSH|^~\\&|LIS|LABFES|DPP|MA|20260102120000||ORU^R01^ORU_R01|78|P|2.5.1
            PID|1||7788^^^FES^PI~ab 123 45^^^MA^CNIE||Doe^Jane||19900315|W
            OBR|1||F1^LIS|24323-8^Panel^LN|||20260102083000||||||||||||||||||F
            OBX|1|NM|GLU^Glucose^L||5.10|mmol/L|||||F
            """;
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static String json(Facility facility) {
        MapOutcome outcome = maps.map(Data.hl7(ORU, facility));
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        return new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
    }

    @Test
    void aFacilityOverridesRulesAndTableRowsOfItsOwnOnly() {
        Facility fes = new Facility("LAB-FES-01", "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
        Facility other = new Facility("OTHER", "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
        assertThat(json(fes))
                .contains("\"gender\":\"female\"")
                .contains("{\"system\":\"http://loinc.org\",\"code\":\"2345-7\"");
        assertThat(json(other)).contains("\"gender\":\"unknown\"").doesNotContain("2345-7");
    }

    @Test
    void aCodeWithoutARowKeepsCodeAndTextAndIsOnTheWorkList() {
        Facility fes = new Facility("LAB-FES-01", "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
        String obx = "OBX|1|NM|CREA^Creatinine^L||80|umol/L|||||F\nOBX|2|NM|CREA^Creatinine^L|2|81|umol/L|||||F";
        MapOutcome.Mapped mapped = (MapOutcome.Mapped) maps.map(Data.hl7(ORU.replaceFirst("OBX.*", obx), fes));
        assertThat(mapped.codes())
                .containsExactly(new UnmappedCode("LabFesToLoinc", "L", "CREA", "Creatinine", "OBX-3"));
        assertThat(mapped.issues().stream().filter(i -> i.code().equals("CODE-UNMAPPED")))
                .extracting(Issue::where)
                .containsExactly("OBX[1]-3", "OBX[2]-3");
        assertThat(new String(mapped.bundle().json(), StandardCharsets.UTF_8))
                .contains("\"code\":\"CREA\",\"display\":\"Creatinine\"");
        assertThat(maps.translates("LAB-FES-01", "LabFesToLoinc", "GLU")).isTrue();
        assertThat(maps.translates("LAB-FES-01", "LabFesToLoinc", "CREA")).isFalse();
        assertThat(maps.translates("LAB-FES-01", "AdministrativeSex", "W")).isTrue();
        assertThat(maps.translates("OTHER", "AdministrativeSex", "W")).isFalse();
        assertThat(maps.translates("OTHER", "NoSuchTable", "W")).isFalse();
    }

    @Test
    void withoutSnomedTheMapsWorkOnAndSuchCodesStayAsSent() throws java.io.IOException {
        java.util.Map<String, String> texts =
                new java.util.LinkedHashMap<>(org.qantara.mapping.syntax.FolderReader.texts(Data.mappings()));
        String spm = ORU + "SPM|1|S1&LIS^S2&LIS||BLD||||368208006";
        assertThat(texts.keySet().removeIf(f -> f.contains("/snomed/"))).isTrue();
        Compilation compilation = org.qantara.mapping.compile.Compiler.compile(texts);
        assertThat(compilation).as("%s", compilation.diagnostics()).isInstanceOf(Compilation.Compiled.class);
        Facility other = new Facility("OTHER", "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
        MapOutcome outcome = ((Compilation.Compiled) compilation).mappings().map(Data.hl7(spm, other));
        assertThat(new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8))
                .contains("\"code\":\"368208006\"")
                .doesNotContain("snomed.info");
    }

    @Test
    void theCountrysRulesServeEveryFacility() {
        Facility other = new Facility("OTHER", "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
        assertThat(json(other)).contains("{\"system\":\"urn:ma:cnie\",\"value\":\"AB12345\"}");
    }

    @Test
    void withoutARouteTheMatchChoosesTheFacilitysLayer() {
        MapOutcome outcome = maps.map(new SourceMessage(
                ORU.strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8,
                "hl7v2",
                Facility.unknown(Data.ZONE),
                OffsetDateTime.parse("2026-01-01T00:00:00Z")));
        String json = new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
        assertThat(json).contains("2345-7").contains("\"gender\":\"female\"");
    }

    @Test
    void localIdentifiersAreOfTheirFacility() {
        Facility one = new Facility("ONE", "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
        Facility two = new Facility("TWO", "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
        assertThat(patient(one)).isNotEqualTo(patient(two));
    }

    private static String patient(Facility facility) {
        return ((MapOutcome.Mapped) maps.map(Data.hl7(ORU, facility)))
                .bundle().entries().stream()
                        .filter(e -> e.type().equals("Patient"))
                        .findFirst()
                        .orElseThrow()
                        .id();
    }
}
