package org.qantara.mapping.compile;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Facility;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.SourceMessage;
import org.qantara.mapping.Unmapped;
import org.qantara.mapping.run.MapPlan;
import org.qantara.mapping.run.PartRun;
import org.qantara.mapping.run.Runner;
import org.qantara.mapping.syntax.Findings;
import org.qantara.mapping.syntax.Tree;

/** Runs the tests that stand in message maps; a test that fails is an error of the map. */
final class InlineTests {
    private static final OffsetDateTime RECEIVED = OffsetDateTime.parse("2026-01-01T00:00:00Z");
    private static final String HEADER = "MSH|^~\\&|TEST|TEST|||20260101000000||ADT^A01^ADT_A01|1|P|2.5.1\r";
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
                    map.tests().forEach(test -> run(env, map, test));
                }
            }
        }
    }

    private void run(Env env, Tree.MapDoc map, Tree.Test test) {
        if (!map.type().equals("Bundle")) {
            part(env, map, test);
            return;
        }
        Facility facility = facility(test);
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
        compare(test, explained.lineage(), mapped.unmapped());
    }

    /** A test of a segment's map: its segment stands in the test, with others that its variables need. */
    private void part(Env env, Tree.MapDoc map, Tree.Test test) {
        MapScope scope = new Scopes(env).of(map);
        MapPlan plan = env.plan(map);
        if (scope == null
                || plan == null
                || !scope.ofRecords()
                || !scope.schema().name().equals("hl7v2")) {
            findings.error(
                    test.pos(),
                    "TEST",
                    "a test stands in the map of a segment or of a message; data types are tested through them");
            return;
        }
        List<String> sources =
                scope.sources().stream().map(s -> s.get(0).name()).toList();
        List<String> variables = scope.variables().values().stream()
                .map(v -> v.record() == null ? "" : v.record().name())
                .toList();
        Set<String> ignored = new HashSet<>();
        env.maps().values().forEach(m -> m.ignore().keySet().forEach(w -> ignored.add(w.text())));
        String given = test.given().strip();
        String text = given.startsWith("MSH") ? given : HEADER + given;
        PartRun.Result result =
                PartRun.run(text, facility(test), env.shared().kit(), plan, sources, variables, ignored);
        compare(test, result.lineage(), result.unmapped());
    }

    private static Facility facility(Tree.Test test) {
        String code = test.facility() == null ? "TEST" : test.facility().text();
        return new Facility(code, code, ZONE, Facility.NumbersRestart.NEVER);
    }

    private void compare(Tree.Test test, List<Lineage> lineage, List<Unmapped> unread) {
        test.expect().forEach((path, value) -> {
            List<String> actual = values(lineage, path.text());
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
                    new TreeSet<>(unread.stream().map(Unmapped::path).toList());
            if (!expected.equals(actual)) {
                findings.error(test.pos(), "TEST", "the test fails: unmapped are " + actual + ", expected " + expected);
            }
        }
    }

    /** Values of the leaves at a path; numbers in brackets may be left out. */
    private static List<String> values(List<Lineage> lineage, String path) {
        List<String> values = new ArrayList<>();
        for (Lineage leaf : lineage) {
            String bare = leaf.path().replaceAll("\\[\\d+]", "");
            String withoutType = bare.substring(bare.indexOf('.') + 1);
            String numbered = leaf.path().substring(leaf.path().indexOf('.') + 1);
            if (leaf.path().equals(path) || bare.equals(path) || withoutType.equals(path) || numbered.equals(path)) {
                values.add(leaf.value());
            }
        }
        return values;
    }
}
