package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every file of {@code src/test/resources/lab}: one per record type and per rule of LIS02-A2 and HPRIM Santé, whose paragraph its
 * first line names. After the comment come options ({@code orders S7=77}, {@code charset windows-1252}), the message between two lines
 * {@code ---}, and what must come of it:
 *
 * <pre>
 * Observation = 2                                how many
 * Observation.valueQuantity.value = 7.0, 4.1     all values at a path, over all of a type; "absent" for none
 * Observation[2].status = final                  of the second
 * quarantined | refused                          and nothing else
 * issue CODE at PLACE
 * unmapped PATH
 * </pre>
 */
class LabRulesTest {
    private static final Pattern TARGET = Pattern.compile("([A-Z][A-Za-z]+)(?:\\[(\\d+)])?(?:\\.(.+))?");
    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    static Stream<Path> rules() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(LabRulesTest.class.getResource("/lab")).toURI());
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        return files.stream();
    }

    @Test
    void everyRecordTypeAndManyRulesHaveAFixture() throws IOException, URISyntaxException {
        TreeSet<String> astm = new TreeSet<>();
        TreeSet<String> hprim = new TreeSet<>();
        for (Path file : rules().toList()) {
            for (String line : Files.readAllLines(file)) {
                Matcher record = Pattern.compile("([A-Z]{1,3})[|!].*").matcher(line);
                if (record.matches()) (file.getParent().endsWith("astm") ? astm : hprim).add(record.group(1));
            }
        }
        assertThat(astm).contains("H", "P", "O", "R", "C", "Q", "M", "S", "L");
        assertThat(hprim).contains("H", "P", "OBR", "OBX", "C", "A", "L", "ERR");
        assertThat(rules()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(Path file) throws IOException {
        String format = String.valueOf(file.getParent().getFileName());
        String text = Files.readString(file);
        assertThat(text)
                .as("the first line names the paragraph")
                .containsPattern("\\A# (LIS02-A2 \\d+[.:]|HPRIM Santé (\\d+\\.|segment )|RFC 4180 \\d)");
        String[] parts = text.split("(?m)^---\\n", 3);
        MapOutcome outcome = map(format, options(parts[0]), parts[1]);
        for (String expected : parts[2].strip().split("\\n")) check(outcome, expected.strip());
        boolean failure = parts[2].contains("quarantined") || parts[2].contains("refused");
        assertThat(outcome instanceof MapOutcome.Mapped)
                .as(outcome.issues().toString())
                .isEqualTo(!failure);
    }

    private static Map<String, String> options(String head) {
        Map<String, String> options = new HashMap<>();
        for (String line : head.split("\\n"))
            if (!line.startsWith("#") && !line.isBlank()) options.put(line.split(" ", 2)[0], line.split(" ", 2)[1]);
        return options;
    }

    private static MapOutcome map(String format, Map<String, String> options, String message) {
        Map<String, String> orders = new HashMap<>();
        for (String order : options.getOrDefault("orders", "").split(" "))
            if (order.contains("=")) orders.put(order.split("=")[0], order.split("=")[1]);
        Charset written = Charset.forName(options.getOrDefault("written", "UTF-8"));
        Charset decided = Charset.forName(options.getOrDefault("charset", written.name()));
        String lines = format.equals("csv") ? message : message.strip().replace("\n", "\r") + "\r";
        return maps.map(new SourceMessage(
                lines.getBytes(written),
                decided,
                format,
                Data.facility("LAB-FES-01"),
                OffsetDateTime.parse("2026-01-02T08:30:07+01:00"),
                (number, date) -> orders.get(number)));
    }

    private static void check(MapOutcome outcome, String expected) throws IOException {
        if (expected.equals("quarantined")) {
            assertThat(outcome).isInstanceOf(MapOutcome.Quarantined.class);
        } else if (expected.equals("refused")) {
            assertThat(outcome).isInstanceOf(MapOutcome.Refused.class);
        } else if (expected.startsWith("issue ")) {
            assertThat(outcome.issues())
                    .extracting(issue -> "issue " + issue.code() + " at " + issue.where())
                    .contains(expected);
        } else if (expected.startsWith("unmapped ")) {
            assertThat(((MapOutcome.Mapped) outcome).unmapped())
                    .extracting(field -> "unmapped " + field.path())
                    .contains(expected);
        } else if (!expected.isEmpty()) {
            String[] sides = expected.split(" = ", 2);
            Matcher target = TARGET.matcher(sides[0].strip());
            assertThat(target.matches()).as(expected).isTrue();
            assertThat(found(outcome, target)).as(sides[0]).isEqualTo(sides[1].strip());
        }
    }

    private static String found(MapOutcome outcome, Matcher target) throws IOException {
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        List<JsonNode> resources = new ArrayList<>();
        String json = new String(((MapOutcome.Mapped) outcome).bundle().json(), StandardCharsets.UTF_8);
        for (JsonNode entry : EXACT.readTree(json).path("entry"))
            if (entry.path("resource").path("resourceType").asText().equals(target.group(1)))
                resources.add(entry.path("resource"));
        if (target.group(3) == null) return String.valueOf(resources.size());
        List<String> values = new ArrayList<>();
        for (int i = 0; i < resources.size(); i++)
            if (target.group(2) == null || Integer.parseInt(target.group(2)) == i + 1)
                collect(resources.get(i), target.group(3).split("\\."), 0, values);
        return values.isEmpty() ? "absent" : String.join(", ", values);
    }

    private static void collect(JsonNode node, String[] path, int depth, List<String> values) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, path, depth, values));
        } else if (depth == path.length) {
            if (node.isValueNode()) values.add(node.asText());
        } else if (node.has(path[depth])) {
            collect(node.get(path[depth]), path, depth + 1, values);
        }
    }
}
