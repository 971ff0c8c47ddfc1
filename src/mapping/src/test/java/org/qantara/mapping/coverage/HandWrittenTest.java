package org.qantara.mapping.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.fhirpath.IFhirPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qantara.mapping.Data;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.R4Validator;

/**
 * Sixty rows of the guide, drawn by seed, each proved by a message that a person wrote ({@code hand.txt}): what the generated
 * messages of the coverage say is not only true of generated messages.
 */
class HandWrittenTest {
    private static final long SEED = 2026;
    private static final Map<GuideRow.Kind, Integer> DRAWN = Map.of(
            GuideRow.Kind.MESSAGES, 12,
            GuideRow.Kind.SEGMENTS, 18,
            GuideRow.Kind.DATATYPES, 15,
            GuideRow.Kind.TABLES, 15);
    private static Mappings maps;

    /** A row, its message and what must hold; nothing must where the row is a known gap. */
    record Proof(String row, String message, List<String> expected) {
        @Override
        public String toString() {
            return row;
        }
    }

    @BeforeAll
    static void compile() {
        maps = Data.compiled().withProvenance();
    }

    static List<Proof> proofs() throws IOException {
        List<Proof> proofs = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(HandWrittenTest.class.getResourceAsStream("hand.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String block : text.split("\n= ", -1)) {
                List<String> lines = block.lines()
                        .filter(l -> !l.startsWith("#") && !l.isBlank())
                        .toList();
                if (!lines.isEmpty()) {
                    proofs.add(proof(lines));
                }
            }
        }
        return proofs;
    }

    private static Proof proof(List<String> lines) {
        String[] head = lines.get(0).split(" ", 2);
        List<String> segments = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("? ")) {
                expected.add(line.substring(2));
            } else if (!line.equals("gap")) {
                segments.add(line);
            }
        }
        if (head.length > 1 && segments.stream().noneMatch(s -> s.startsWith("PID|"))) {
            segments.add(segments.get(0).startsWith("MSH|") ? 1 : 0, "PID|1||77001^^^CHU-FES^PI||Bennani^Salma");
        }
        if (head.length > 1 && !segments.get(0).startsWith("MSH|")) {
            segments.add(0, "MSH|^~\\&|HIS|CHU-FES|DPP|MA|20260105080000||" + head[1] + "|M1|P|2.8.1");
        }
        return new Proof(head[0], String.join("\n", segments), expected);
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void theMessageShowsTheRow(Proof proof) throws IOException {
        if (proof.expected().isEmpty()) {
            Notes notes = Notes.read(Data.mappings().resolve("guide-notes.tsv"));
            assertThat(notes.byRow().get(proof.row()))
                    .as("a reason in guide-notes.tsv")
                    .isNotNull();
            return;
        }
        Explanation explained = maps.explain(Data.hl7(proof.message(), Data.facility("CHU-FES")));
        assertThat(explained.outcome()).as(proof.message()).isInstanceOf(MapOutcome.Mapped.class);
        String json =
                new String(((MapOutcome.Mapped) explained.outcome()).bundle().json(), StandardCharsets.UTF_8);
        Bundle bundle = R4Validator.R4.newJsonParser().parseResource(Bundle.class, json);
        IFhirPath engine = R4Validator.R4.newFhirPath();
        for (String expected : proof.expected()) {
            int equals = expected.lastIndexOf(" = ");
            String type = expected.substring(0, expected.indexOf('.'));
            String path = expected.substring(type.length(), equals).replaceFirst("^\\.", "");
            boolean filtered = type.contains("(");
            assertThat(filtered).as("a type first: " + expected).isFalse();
            List<String> values =
                    engine.evaluate(bundle, "Bundle.entry.resource.ofType(" + type + ")." + path, Base.class).stream()
                            .map(Base::primitiveValue)
                            .toList();
            assertThat(values).as(expected).contains(expected.substring(equals + 3));
        }
        assertThat(explained.lineage())
                .as("a rule that names the row wrote something")
                .anyMatch(leaf -> leaf.rules().stream()
                                .anyMatch(rule -> rule.guideRows().contains(proof.row()))
                        || leaf.rows().stream().anyMatch(row -> row.guideRows().contains(proof.row())));
    }

    @Test
    void theRowsAreTheOnesThatTheSeedDraws() throws IOException {
        Path folder = Data.reference().resolve("ig");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no guide at " + folder + ": skipped");
        Guide guide = Guide.read(folder);
        List<String> drawn = new ArrayList<>();
        for (GuideRow.Kind kind : GuideRow.Kind.values()) {
            List<String> ids = new ArrayList<>(
                    guide.reachable().get(kind).stream().map(GuideRow::id).toList());
            Collections.sort(ids);
            Collections.shuffle(ids, new Random(SEED));
            drawn.addAll(ids.subList(0, DRAWN.get(kind)));
        }
        assertThat(proofs()).extracting(Proof::row).containsExactlyElementsOf(drawn);
    }
}
