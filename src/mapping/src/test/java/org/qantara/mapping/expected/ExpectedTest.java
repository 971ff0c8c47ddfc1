package org.qantara.mapping.expected;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Data;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.R4Validator;
import org.qantara.mapping.hl7v2.MessageFile;
import org.slf4j.LoggerFactory;

/**
 * The messages of the corpus of which another project published its own result: their facts and ours, agreement per project. Every
 * kind of disagreement has a line in {@code judgements.tsv} that says who is right.
 */
class ExpectedTest {
    private static final int FACTS_PER_MESSAGE_MIN = 8;
    private static final int MESSAGES = 221;

    /** Agreement of one project. */
    private static final class Tally {
        int messages;
        int facts;
        int agreed;
        int ours;
        int theirs;
    }

    @Test
    void everyDisagreementWasJudged() throws IOException {
        Path corpus = Data.reference().resolve("hl7v2");
        Assumptions.assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus + ": skipped");
        Mappings maps = Data.compiled();
        Judgements judgements = Judgements.read();
        Map<String, Tally> tallies = new TreeMap<>();
        Map<String, String> open = new TreeMap<>();
        List<String> lines = Files.readAllLines(corpus.resolve("manifest.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] facts = line.split("\t", -1);
            if (facts.length < 10 || facts[9].isBlank()) {
                continue;
            }
            Tally tally = tallies.computeIfAbsent(facts[1], k -> new Tally());
            tally.messages++;
            Map<String, Set<String>> theirs = Facts.of(parsed(Files.readString(corpus.resolve(facts[9]))));
            Map<String, Set<String>> ours = ours(maps, Files.readAllBytes(corpus.resolve(facts[0])));
            for (String name : Facts.names()) {
                compare(
                        facts[0],
                        facts[1],
                        facts[6],
                        name,
                        theirs.getOrDefault(name, Set.of()),
                        ours,
                        tally,
                        judgements,
                        open);
            }
        }
        report(tallies, open);
        int messages = tallies.values().stream().mapToInt(t -> t.messages).sum();
        int compared = tallies.values().stream().mapToInt(t -> t.facts).sum();
        assertThat(messages).isEqualTo(MESSAGES);
        assertThat(compared / messages).as("facts per message").isGreaterThanOrEqualTo(FACTS_PER_MESSAGE_MIN);
        assertThat(open)
                .as("disagreements that nobody judged, see target/expected.txt")
                .isEmpty();
    }

    /** Other projects' results are read leniently: some are no valid R4. */
    private static Bundle parsed(String text) {
        IParser parser =
                text.stripLeading().startsWith("<") ? R4Validator.R4.newXmlParser() : R4Validator.R4.newJsonParser();
        parser.setParserErrorHandler(new LenientErrorHandler(false).setErrorOnInvalidValue(false));
        return parser.parseResource(Bundle.class, text);
    }

    private static Map<String, Set<String>> ours(Mappings maps, byte[] file) {
        Map<String, Set<String>> facts = new TreeMap<>();
        for (MessageFile.Part part : MessageFile.split(file)) {
            if (maps.map(Data.hl7(part.body())) instanceof MapOutcome.Mapped mapped) {
                Facts.of(parsed(new String(mapped.bundle().json(), StandardCharsets.UTF_8)))
                        .forEach((name, values) -> facts.computeIfAbsent(name, k -> new TreeSet<>())
                                .addAll(values));
            }
        }
        return facts;
    }

    private static void compare(
            String file,
            String project,
            String event,
            String name,
            Set<String> theirs,
            Map<String, Set<String>> all,
            Tally tally,
            Judgements judgements,
            Map<String, String> open) {
        Set<String> ours = all.getOrDefault(name, Set.of());
        Set<String> union = new TreeSet<>(theirs);
        union.addAll(ours);
        tally.facts += union.size();
        for (String value : union) {
            if (theirs.contains(value) && ours.contains(value)) {
                tally.agreed++;
                continue;
            }
            String side = ours.contains(value) ? "ours" : "theirs";
            String judged = judgements.of(project, event, name, side, value, all.isEmpty());
            if (judged == null) {
                open.merge(String.join("\t", project, event, name, side, value), file, (a, b) -> a + " " + b);
            } else if (judged.equals("ours")) {
                tally.ours++;
            } else if (judged.equals("theirs")) {
                tally.theirs++;
            }
        }
    }

    private static void report(Map<String, Tally> tallies, Map<String, String> open) throws IOException {
        List<String> report = new ArrayList<>();
        tallies.forEach((project, tally) -> report.add(project + ": " + tally.messages + " messages, " + tally.facts
                + " facts, agreed " + tally.agreed + " ("
                + 100 * tally.agreed / Math.max(1, tally.facts) + " %), of the rest right are we " + tally.ours
                + ", they " + tally.theirs + ", convention or the guide decides the others"));
        open.forEach((fact, files) -> report.add("open\t" + fact + "\t" + files));
        Path written = Path.of("target", "expected.txt");
        Files.createDirectories(written.getParent());
        Files.write(written, report);
        report.stream().limit(tallies.size()).forEach(LoggerFactory.getLogger(ExpectedTest.class)::info);
    }
}
