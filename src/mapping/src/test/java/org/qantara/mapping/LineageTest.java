package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    void everyLeafOfEverySampleHasALineageThatHolds() throws IOException {
        check(maps, Data.hl7(ORU, Data.facility("CHU-RABAT")));
        Path bench = Data.reference().resolve("bench");
        Assumptions.assumeTrue(Files.isDirectory(bench), "no " + bench + ": only the built-in sample was checked");
        for (String name : List.of("ADT_A01.hl7", "ORU_10.hl7", "ORU_120.hl7")) {
            check(maps, Data.hl7(Files.readAllBytes(bench.resolve(name))));
        }
    }

    /** One lineage entry per leaf, each with bytes or a table row that give the value; constants have neither. */
    static void check(Mappings maps, SourceMessage message) {
        Explanation explained = maps.explain(message);
        assertThat(explained.outcome()).isInstanceOf(MapOutcome.Mapped.class);
        MappedBundle bundle = ((MapOutcome.Mapped) explained.outcome()).bundle();
        int leaves = 0;
        for (MappedBundle.Entry entry : bundle.entries()) {
            String json = new String(entry.resource(null), StandardCharsets.UTF_8);
            leaves += count(json) - 2; // resourceType and id
        }
        assertThat(explained.lineage().size()).as("one entry per leaf").isEqualTo(leaves);
        List<String> wrong = new ArrayList<>();
        for (Lineage leaf : explained.lineage()) {
            String read = leaf.sources().stream().map(s -> decoded(message, s)).collect(Collectors.joining(" "));
            boolean constant = leaf.sources().isEmpty();
            boolean row = leaf.rows().stream()
                    .anyMatch(r -> read.contains(r.source())
                            || r.source().equals("else")
                            || r.target().equals(leaf.value()));
            boolean derived = Set.of("system", "reference", "url", "contentType").stream()
                    .anyMatch(n -> leaf.path().endsWith("." + n));
            if (!constant && !row && !derived && !alike(read, leaf.value())) {
                wrong.add(leaf + " read '" + read + "'");
            }
            assertThat(leaf.rules()).isNotEmpty();
        }
        assertThat(wrong).isEmpty();
    }

    private static String decoded(SourceMessage message, Lineage.Source source) {
        String raw = new String(message.body(), source.start(), source.end() - source.start(), message.charset());
        return raw.replace("\\T\\", "&");
    }

    /** The same signs, leaving out what dates, numbers and joined texts add. */
    private static boolean alike(String read, String value) {
        String signs = value.replaceAll("T.*", "").replaceAll("[^\\p{L}\\p{N}]", "");
        return read.replaceAll("[^\\p{L}\\p{N}]", "").contains(signs)
                || read.contains(value)
                || value.startsWith("<div") && value.contains(read)
                || List.of(value.replace(" X", " ").split("[ +]+")).stream().allMatch(read::contains)
                || List.of(value.split(" ")).stream().allMatch(read::contains)
                || List.of("true", "false", "phone", "email", "mobile", "final", "finished")
                        .contains(value);
    }

    /** Number of primitive values in a JSON text without string escapes that look like structure. */
    private static int count(String json) {
        int leaves = 0;
        boolean inString = false;
        boolean key = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                    key = i + 1 < json.length() && json.charAt(i + 1) == ':';
                    leaves += key ? 0 : 1;
                }
            } else if (c == '"') {
                inString = true;
            } else if (Character.isDigit(c) || c == '-' || c == 't' || c == 'f') {
                leaves++;
                while ("+-.0123456789eEtrufals".indexOf(json.charAt(i + 1)) >= 0) {
                    i++;
                }
            }
        }
        return leaves;
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
