package org.qantara.mapping.compile;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Facility;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.Unmapped;
import org.qantara.mapping.run.Runner;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Tree;

/** Runs the tests that stand in message maps; a test that fails is an error of the map. */
final class InlineTests {
    private static final OffsetDateTime RECEIVED = OffsetDateTime.parse("2026-01-01T00:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Africa/Casablanca");
    private final Map<String, Env> envs;
    private final Runner runner;
    private final Findings findings;

    InlineTests(Map<String, Env> envs, Runner runner, Findings findings) {
        this.envs = envs;
        this.runner = runner;
        this.findings = findings;
    }

    void run() {
        for (Env env : envs.values()) {
            for (Tree.MapDoc map : env.maps().values()) {
                if (map.layer().equals(env.layer())) {
                    map.tests().forEach(test -> run(map, test));
                }
            }
        }
    }

    private void run(Tree.MapDoc map, Tree.Test test) {
        String code = test.facility() == null ? "TEST" : test.facility().text();
        Facility facility = new Facility(code, code, ZONE, Facility.NumbersRestart.NEVER);
        byte[] body = test.given().strip().getBytes(StandardCharsets.UTF_8);
        String format = Scopes.prefix(map.sources().get(0).get(0).text());
        Explanation explained = runner.explain(new SourceMessage(
                body, StandardCharsets.UTF_8, format.equals("dicom") ? "dicom+json" : format, facility, RECEIVED));
        if (!(explained.outcome() instanceof MapOutcome.Mapped mapped)) {
            findings.error(
                    test.pos(),
                    "TEST",
                    "the test's message was not mapped: "
                            + explained.outcome().issues().get(0).message());
            return;
        }
        test.expect().forEach((path, value) -> {
            List<String> actual = values(explained.lineage(), path.text());
            if (!actual.contains(value) && !(value.equals("absent") && actual.isEmpty())) {
                findings.error(
                        path.pos(),
                        "TEST",
                        "the test fails: " + path.text() + " is "
                                + (actual.isEmpty() ? "absent" : String.join(", ", actual)) + ", expected " + value);
            }
        });
        List<Tree.Word> unmapped = test.unmapped();
        if (unmapped != null) {
            TreeSet<String> expected =
                    new TreeSet<>(unmapped.stream().map(Tree.Word::text).toList());
            TreeSet<String> actual =
                    new TreeSet<>(mapped.unmapped().stream().map(Unmapped::path).toList());
            if (!expected.equals(actual)) {
                findings.error(test.pos(), "TEST", "the test fails: unmapped are " + actual + ", expected " + expected);
            }
        }
    }

    /** Values of the leaves at a path; numbers in brackets may be left out. */
    private static List<String> values(List<Lineage> lineage, String path) {
        List<String> values = new ArrayList<>();
        for (Lineage leaf : lineage) {
            if (leaf.path().equals(path)
                    || leaf.path().replaceAll("\\[\\d+]", "").equals(path)) {
                values.add(leaf.value());
            }
        }
        return values;
    }
}
