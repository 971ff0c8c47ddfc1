package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.compile.Compiler;
import org.qantara.mapping.syntax.FolderReader;

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

    private static Mappings compiled(String more) throws IOException {
        Map<String, String> texts = new java.util.TreeMap<>(FolderReader.texts(Data.mappings()));
        texts.put("facilities/STRICT.yaml", "facility: STRICT\nextends: country/ma\n" + more);
        Compilation compilation = Compiler.compile(texts);
        assertThat(compilation.diagnostics()).noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        return ((Compilation.Compiled) compilation).mappings();
    }

    @Test
    void aFacilitySaysWhatIsToleratedAndWhatQuarantines() throws IOException {
        Mappings strict = compiled("severity: { CODE-UNMAPPED: error, KEY-TWICE: warning }");
        String unmapped = ORU.replace("|W\n", "|?\n");
        MapOutcome quarantined = strict.map(Data.hl7(unmapped, facility("STRICT")));
        assertThat(quarantined).isInstanceOf(MapOutcome.Quarantined.class);
        assertThat(quarantined.issues()).extracting(Issue::code).contains("CODE-UNMAPPED");
        assertThat(strict.map(Data.hl7(unmapped, facility("OTHER")))).isInstanceOf(MapOutcome.Mapped.class);
        String twice = ORU.replace("|W\n", "|F\n") + "OBX|2|NM|GLU^Glucose^L||6.20|mmol/L|||||F\n";
        assertThat(strict.map(Data.hl7(twice, facility("STRICT")))).isInstanceOf(MapOutcome.Mapped.class);
        assertThat(strict.map(Data.hl7(twice, facility("OTHER")))).isInstanceOf(MapOutcome.Quarantined.class);
    }

    private static Facility facility(String code) {
        return new Facility(code, "FES", Data.ZONE, Facility.NumbersRestart.NEVER);
    }

    @Test
    void anEventThatNeedsNoEntryIsHandledWithItsReason() throws IOException {
        MapOutcome ack = maps.map(Data.hl7("MSH|^~\\&|A|B|||20260101||ACK^A01|1|P|2.5\nMSA|AA|7", facility("X")));
        assertThat(((MapOutcome.Mapped) ack).bundle().entries()).isEmpty();
        assertThat(ack.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("HANDLED");
            assertThat(issue.message()).contains("acknowledgement");
        });
        Mappings control = compiled("---\nhandled:\n  ORU^R01: quality control only\n");
        assertThat(((MapOutcome.Mapped) control.map(Data.hl7(ORU, facility("STRICT"))))
                        .bundle()
                        .entries())
                .isEmpty();
        assertThat(((MapOutcome.Mapped) control.map(Data.hl7(ORU, facility("OTHER"))))
                        .bundle()
                        .entries())
                .isNotEmpty();
    }

    @Test
    void aMessageWithoutATypeSaysSo() {
        MapOutcome none = maps.map(Data.hl7("MSH|^~\\&|A|B|||20260101|||1|P|2.5\nPID|1||7", facility("X")));
        assertThat(none.issues()).extracting(Issue::code, Issue::where).containsExactly(tuple("NO-TYPE", "MSH-9"));
        MapOutcome old = maps.map(
                Data.hl7("MSH|^~\\&|A|B|||20260101||ADT|1|P|2.1\nEVN|A04\nPID|1||7^^^FES^PI||Doe^Jane", facility("X")));
        assertThat(old).isInstanceOf(MapOutcome.Mapped.class);
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
