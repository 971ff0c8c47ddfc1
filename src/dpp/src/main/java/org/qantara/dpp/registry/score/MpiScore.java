package org.qantara.dpp.registry.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.qantara.dpp.registry.matching.Scorer;
import org.qantara.dpp.registry.matching.Weights;

/**
 * The score of the patient registry, as {@code ./qantara mpi score DIR --json} prints it. The components and their names are a fixed
 * contract: {@code {"names":{"pairs","keyRecall","precision","recall"},"febrl4":{"precision","recall","f1"},
 * "population":{"records","precision","recall","falseMerges","reviewShare"},"veto":{"cases","falseMerges"}}}.
 */
public record MpiScore(NameScore names, FebrlScore febrl4, PopulationScore population, VetoScore veto) {
    /** Records of the generated population. */
    public static final int POPULATION = 100_000;

    private static final double DUPLICATES = 0.10;

    /** The seed of the scored population; the weights were learnt from another one. */
    private static final long SEED = 2026;

    /** Runs everything over the data in a folder with the population of {@value #POPULATION} records; takes about a minute. */
    public static MpiScore run(Path dir) throws IOException {
        return run(dir, POPULATION, step -> {});
    }

    /**
     * Runs everything.
     *
     * @param dir holds {@code variants.tsv}, {@code dataset4a.csv} and {@code dataset4b.csv}
     * @param populationRecords size of the generated population
     * @param progress is told in a few words what runs now
     * @throws IOException when a file is missing or has another layout; the message names it
     */
    public static MpiScore run(Path dir, int populationRecords, Consumer<String> progress) throws IOException {
        for (String file : List.of("variants.tsv", "dataset4a.csv", "dataset4b.csv")) {
            if (!Files.isReadable(dir.resolve(file))) {
                throw new IOException(dir + " has no readable " + file
                        + "; the score needs variants.tsv, dataset4a.csv and dataset4b.csv in one folder");
            }
        }
        Scorer scorer = new Scorer(Weights.moroccan(), Weights.moroccanFrequencies(), true);
        progress.accept("names");
        NameScore names = NameScore.of(dir.resolve("variants.tsv"));
        progress.accept("FEBRL4");
        FebrlScore febrl4 = FebrlScore.of(dir.resolve("dataset4a.csv"), dir.resolve("dataset4b.csv"));
        progress.accept("population of " + populationRecords + " records");
        PopulationScore population =
                PopulationScore.of(Population.generate(populationRecords, DUPLICATES, SEED), scorer);
        progress.accept("vetoes");
        return new MpiScore(names, febrl4, population, VetoScore.of(scorer));
    }
}
