package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.hl7v2.Hl7Message;

/** Every leaf of the output says where it comes from, and what it says is true. */
class LineageTest {
    private static final String ORU =
            """
            MSH|^~\\&|LIS|LAB|DPP|MA|20260102120000||ORU^R01^ORU_R01|78|P|2.5.1
            PID|1||7788^^^CHU-RABAT^PI||El Alaoui^Fatima||19900315|F|||1 rue A^^Rabat
            PV1|1|I|CARD^12^A||||1234^Bennani^Karim||||||||||||V100^^^CHU-RABAT^VN
            OBR|1|P1^HIS|F1^LIS|24323-8^Panel^LN|||20260102083000||||||||BLD|||||||20260102110000||CH|F
            OBX|1|NM|2345-7^Glucose^LN||5.10|mmol/L|3.9-6.1|H|||F
            OBX|2|ST|1^a^L||a\\T\\b||||||P
            """;
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    @Test
    void explainsAValueDownToItsBytesAndRules() {
        SourceMessage message = Data.hl7(ORU, Data.facility("CHU-RABAT"));
        Lineage value = maps.explain(message).lineage().stream()
                .filter(l -> l.path().equals("Observation.valueQuantity.value"))
                .findFirst()
                .orElseThrow();
        assertThat(value.value()).isEqualTo("5.10");
        assertThat(value.sources()).singleElement().satisfies(s -> {
            assertThat(s.where()).isEqualTo("OBX[1]-5");
            assertThat(new String(message.body(), s.start(), s.end() - s.start(), StandardCharsets.UTF_8))
                    .isEqualTo("5.10");
        });
        assertThat(value.rules())
                .extracting(Lineage.Rule::map)
                .containsExactly("ORU_R01 -> Bundle", "OBX -> Observation", "NM, CWE? | CE | CNE -> Quantity");
        assertThat(value.rules()).allSatisfy(r -> {
            assertThat(Files.exists(Data.mappings().resolve(r.file()))).isTrue();
            assertThat(Files.readAllLines(Data.mappings().resolve(r.file())).get(r.line() - 1))
                    .matches(l -> l.startsWith(r.target(), r.column() - 1));
        });
        assertThat(value.toString()).startsWith("Observation.valueQuantity.value = 5.10 <- OBX[1]-5 bytes ");
    }

    @Test
    void aTranslatedCodeNamesItsTableRow() {
        Lineage status = maps.explain(Data.hl7(ORU, Data.facility("CHU-RABAT"))).lineage().stream()
                .filter(l -> l.path().equals("Observation.status"))
                .findFirst()
                .orElseThrow();
        assertThat(status.rows())
                .containsExactly(new Lineage.Row(
                        "ObservationStatus", "F", "final", List.of("ObservationResultStatusCodesInterpretation#5")));
        assertThat(status.sources()).extracting(Lineage.Source::where).containsExactly("OBX[1]-11");
    }

    @Test
    void aFacilitysRuleNamesItsLayer() {
        SourceMessage message = Data.hl7(
                ORU.replace("2345-7^Glucose^LN", "GLU^Glucose^L").replace("CHU-RABAT", "LAB-FES-01"),
                Data.facility("LAB-FES-01"));
        Lineage code = maps.explain(message).lineage().stream()
                .filter(l -> l.path().equals("Observation.code.coding[0].code"))
                .findFirst()
                .orElseThrow();
        assertThat(code.value()).isEqualTo("2345-7");
        assertThat(code.rules().get(1).layer()).isEqualTo("facilities/LAB-FES-01");
        assertThat(code.rows()).containsExactly(new Lineage.Row("LabFesToLoinc", "GLU", "2345-7", List.of()));
    }

    @Test
    void lineageDoesNotChangeTheOutput() {
        SourceMessage message = Data.hl7(ORU, Data.facility("CHU-RABAT"));
        byte[] plain = ((MapOutcome.Mapped) maps.map(message)).bundle().json();
        assertThat(((MapOutcome.Mapped) maps.explain(message).outcome())
                        .bundle()
                        .json())
                .isEqualTo(plain);
    }

    /** Values that are copied must stand in the bytes that lineage names; constants and ids have no bytes. */
    @Test
    void everyLeafOfEverySampleHasALineageThatHolds() throws Exception {
        check(Data.hl7(ORU, Data.facility("CHU-RABAT")));
        int samples = 0;
        for (String facility : List.of("CHU-RABAT", "LAB-FES-01")) {
            try (Stream<Path> files = Files.list(Data.mappings().resolveSibling("samples/hl7v2/" + facility))) {
                for (Path file : files.sorted().toList()) {
                    SourceMessage read = Data.hl7(Files.readAllBytes(file));
                    Facility sender = facility.equals("CHU-RABAT")
                            ? Data.facility("CHU-RABAT")
                            : new Facility(facility, "LABFES", Data.ZONE, Facility.NumbersRestart.NEVER);
                    check(new SourceMessage(read.body(), read.charset(), "hl7v2", sender, read.receivedAt()));
                    samples++;
                }
            }
        }
        assertThat(samples).isGreaterThanOrEqualTo(13);
        Path bench = Data.reference().resolve("bench");
        Assumptions.assumeTrue(Files.isDirectory(bench), "no " + bench + ": only the built-in sample was checked");
        for (String name : List.of("ADT_A01.hl7", "ORU_10.hl7", "ORU_120.hl7")) {
            check(Data.hl7(Files.readAllBytes(bench.resolve(name))));
        }
    }

    private static void check(SourceMessage message) throws Exception {
        Explanation explained = maps.explain(message);
        assertThat(explained.outcome()).isInstanceOf(MapOutcome.Mapped.class);
        assertThat(explained.lineage()).isNotEmpty();
        assertThat(LineageProperty.broken(message, explained)).isEmpty();
    }

    @Test
    void unmappedLeavesAreThoseThatNoRuleReadAndNoneIgnores() throws Exception {
        String message = ORU.replace("||19900315|F", "||19900315|F||White").replace("OBX|2", "ZZZ|1|secret\nOBX|2");
        MapOutcome.Mapped mapped = (MapOutcome.Mapped) maps.map(Data.hl7(message, Data.facility("CHU-RABAT")));
        List<String> paths = mapped.unmapped().stream().map(Unmapped::path).toList();
        assertThat(paths)
                .contains("PID-10", "ZZZ-1", "ZZZ-2")
                .doesNotContain("PID-1", "PID-5.1", "OBX-1", "OBX-5", "MSH-10");
        Unmapped race = mapped.unmapped().stream()
                .filter(u -> u.path().equals("PID-10"))
                .findFirst()
                .orElseThrow();
        byte[] body = Data.hl7(message, Data.facility("CHU-RABAT")).body();
        assertThat(new String(body, race.start(), race.end() - race.start(), StandardCharsets.UTF_8))
                .isEqualTo("White");
        assertThat(race.where()).isEqualTo("PID[1]-10");
        assertThat(Hl7Message.read(body, StandardCharsets.UTF_8).text("PID-10")).isEqualTo("White");
    }
}
