package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.hl7v2.MessageFile;
import org.slf4j.LoggerFactory;

/** Every message of the corpus beside the project: mapped or a code with a place, never an exception; what is mapped is valid R4. */
class CorpusTest {
    @Test
    void everyMessageIsMappedOrHasACodeWithAPlace() throws IOException {
        run(null);
    }

    @Test
    @Tag("long")
    void whatIsMappedIsValidR4() throws IOException {
        run(R4Validator.get());
    }

    private static void run(R4Validator validator) throws IOException {
        Path corpus = Data.reference().resolve("hl7v2");
        Assumptions.assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus + ": skipped");
        Mappings maps = Data.compiled();
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> codes = new TreeMap<>();
        Map<String, Integer> problems = new TreeMap<>();
        Map<String, Integer> events = new TreeMap<>();
        List<String> notMapped = new ArrayList<>();
        List<String> lines = Files.readAllLines(corpus.resolve("manifest.tsv"));
        int messages = 0;
        for (String line : lines.subList(1, lines.size())) {
            Path file = corpus.resolve(line.split("\t")[0]);
            List<MessageFile.Part> parts = MessageFile.split(Files.readAllBytes(file));
            assertThat(parts).as(file.toString()).isNotEmpty();
            messages++;
            for (MessageFile.Part part : parts) {
                MapOutcome outcome = maps.map(Data.hl7(part.body()));
                outcomes.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
                outcome.issues().stream().map(Issue::code).distinct().forEach(c -> codes.merge(c, 1, Integer::sum));
                if (outcome instanceof MapOutcome.Mapped mapped) {
                    assertThat(mapped.bundle().entries()).as(file.toString()).isNotEmpty();
                    for (String error : validator == null ? List.<String>of() : validator.errors(mapped.bundle())) {
                        problems.merge(file.getFileName() + " " + error, 1, Integer::sum);
                    }
                } else {
                    assertThat(outcome.issues()).as(file.toString()).isNotEmpty();
                    Issue why = outcome.issues().stream()
                            .filter(i -> i.severity() == Issue.Severity.ERROR)
                            .findFirst()
                            .orElseThrow();
                    assertThat(why.where())
                            .as("%s: the place of %s", file, why.code())
                            .isNotEmpty();
                    outcomes.merge(outcome.getClass().getSimpleName() + " " + why.code(), 1, Integer::sum);
                    notMapped.add(why.code() + " " + file.getFileName() + " " + why.where() + ": " + why.message());
                    if (why.code().equals("NO-MAP")) {
                        events.merge(why.message().replaceAll("[^A-Z]*([A-Z0-9^]+);.*", "$1"), 1, Integer::sum);
                    }
                }
            }
        }
        List<String> report = new ArrayList<>();
        report.add(messages + " files: " + outcomes);
        report.add("messages with an issue, by code: " + codes);
        report.add("events without a map: " + events);
        report.addAll(notMapped);
        problems.forEach((p, n) -> report.add(n + " x " + p));
        Path written = Path.of("target", validator == null ? "corpus.txt" : "corpus-validated.txt");
        Files.createDirectories(written.getParent());
        Files.write(written, report);
        report.stream().limit(3).forEach(LoggerFactory.getLogger(CorpusTest.class)::info);
        assertThat(outcomes.get("Mapped")).isGreaterThan(500);
        assertThat(codes).doesNotContainKey("INTERNAL-ERROR");
        assertThat(problems).as("invalid R4, see %s", written.toAbsolutePath()).isEmpty();
    }
}
