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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One message per type with what becomes of it, written down. A change of maps shows as a difference of these files; write them anew
 * with {@code -Dgolden.update=true} and read the difference.
 */
class GoldenTest {
    private static final Facility FES = Data.facility("CHU-FES");
    private static FhirContext fhir;
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        fhir = FhirContext.forR4Cached();
        maps = Data.compiled();
    }

    private static Path folder() {
        return Path.of(System.getProperty("qantara.root", "."), "src/mapping/src/test/resources/golden");
    }

    static List<String> messages() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".hl7"))
                    .map(n -> n.substring(0, n.length() - 4))
                    .sorted()
                    .toList();
        }
    }

    private static SourceMessage message(String name) throws IOException {
        return Data.hl7(Files.readString(folder().resolve(name + ".hl7"), StandardCharsets.UTF_8), FES);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void becomesWhatIsWrittenDown(String name) throws IOException {
        MapOutcome outcome = maps.map(message(name));
        StringBuilder text = new StringBuilder();
        outcome.issues().forEach(i -> text.append("// ")
                .append(i.severity())
                .append(' ')
                .append(i.code())
                .append(' ')
                .append(i.where())
                .append('\n'));
        if (outcome instanceof MapOutcome.Mapped mapped) {
            mapped.unmapped()
                    .forEach(u -> text.append("// unmapped ").append(u.where()).append('\n'));
            String json = new String(mapped.bundle().json(), StandardCharsets.UTF_8);
            Bundle bundle = fhir.newJsonParser().parseResource(Bundle.class, json);
            text.append(fhir.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle))
                    .append('\n');
        }
        Path file = folder().resolve(name + ".json");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, text.toString(), StandardCharsets.UTF_8);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyLeafHasALineageThatHolds(String name) throws Exception {
        SourceMessage message = message(name);
        Explanation explained = maps.explain(message);
        assertThat(explained.outcome()).isInstanceOf(MapOutcome.Mapped.class);
        assertThat(LineageProperty.broken(message, explained)).isEmpty();
    }

    @Test
    void mostTypesOfTheGuideHaveAGoldenFile() throws IOException {
        assertThat(messages())
                .contains(
                        "adt_a01", "adt_a02", "adt_a05", "adt_a06", "adt_a09", "adt_a11", "adt_a17", "mdm_t02",
                        "oml_o21", "orm_o01", "oru_r01", "siu_s12", "vxu_v04", "oul_r22", "oru_r30", "omg_o19");
    }
}
