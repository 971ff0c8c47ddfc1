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
    /** The writer writes what HAPI's writes, and lineage tells the truth, over everything that is mapped. */
    @Test
    void whatIsWrittenIsWhatHapiWritesAndLineageHolds() throws Exception {
        Mappings maps = Data.compiled();
        HapiWriter hapi = new HapiWriter();
        List<String> written = new ArrayList<>();
        List<String> lineage = new ArrayList<>();
        int[] mapped = {0, 0, 0};
        for (Path file : files()) {
            for (MessageFile.Part part : MessageFile.split(Files.readAllBytes(file))) {
                SourceMessage message = Data.hl7(part.body());
                Explanation explained = maps.explain(message);
                if (explained.outcome() instanceof MapOutcome.Mapped outcome) {
                    mapped[0]++;
                    mapped[1] += outcome.bundle().entries().size();
                    mapped[2] += explained.lineage().size();
                    hapi.differences(outcome.bundle()).forEach(d -> written.add(file.getFileName() + " " + d));
                    LineageProperty.broken(message, explained).forEach(b -> lineage.add(file.getFileName() + " " + b));
                }
            }
        }
        Files.write(Path.of("target", "corpus-written.txt"), written);
        Files.write(Path.of("target", "corpus-lineage.txt"), lineage);
        LoggerFactory.getLogger(CorpusTest.class)
                .info(
                        "{} messages, {} resources, {} leaves written as HAPI does and explained",
                        mapped[0],
                        mapped[1],
                        mapped[2]);
        assertThat(mapped[0]).isGreaterThan(500);
        assertThat(written)
                .as("written otherwise than HAPI does, see target/corpus-written.txt")
                .isEmpty();
        assertThat(lineage)
                .as("lineage that does not hold, see target/corpus-lineage.txt")
                .isEmpty();
    }

    private static List<Path> files() throws IOException {
        Path corpus = Data.reference().resolve("hl7v2");
        Assumptions.assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus + ": skipped");
        List<String> lines = Files.readAllLines(corpus.resolve("manifest.tsv"));
        return lines.subList(1, lines.size()).stream()
                .map(line -> corpus.resolve(line.split("\t")[0]))
                .toList();
    }

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
        Mappings maps = Data.compiled();
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> codes = new TreeMap<>();
        Map<String, Integer> problems = new TreeMap<>();
        Map<String, Integer> events = new TreeMap<>();
        List<String> notMapped = new ArrayList<>();
        int messages = 0;
        for (Path file : files()) {
            List<MessageFile.Part> parts = MessageFile.split(Files.readAllBytes(file));
            assertThat(parts).as(file.toString()).isNotEmpty();
            messages++;
            for (MessageFile.Part part : parts) {
                MapOutcome outcome = maps.map(Data.hl7(part.body()));
                outcomes.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
                outcome.issues().stream().map(Issue::code).distinct().forEach(c -> codes.merge(c, 1, Integer::sum));
                if (outcome instanceof MapOutcome.Mapped mapped) {
                    boolean handled =
                            outcome.issues().stream().anyMatch(i -> i.code().equals("HANDLED"));
                    assertThat(mapped.bundle().entries().isEmpty())
                            .as(file.toString())
                            .isEqualTo(handled);
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
