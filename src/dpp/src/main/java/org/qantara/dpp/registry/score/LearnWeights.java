package org.qantara.dpp.registry.score;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.qantara.dpp.registry.matching.EmLearner;
import org.qantara.dpp.registry.matching.Frequencies;
import org.qantara.dpp.registry.matching.Prepared;
import org.qantara.dpp.registry.matching.Weights;

/** Learns {@code weights-ma-1.json} and {@code frequencies-ma-1.tsv} again: from a generated population here, from its own records in a registry. */
public final class LearnWeights {
    /** Odds of about 1,450 to 1 for a link, 8 to 1 for a review. */
    private static final double LINK_BITS = 10.5;

    private static final double REVIEW_BITS = 3;

    private LearnWeights() {}

    /** Generates {@code records} records, forgets who is who, learns and writes both files into a folder. */
    public static void fromPopulation(int records, long seed, Path folder) throws IOException {
        List<Prepared> prepared = Population.generate(records, 0.10, seed).records().stream()
                .map(Prepared::of)
                .toList();
        write(prepared, seed, "ma-1", "a generated population of " + records + " records, seed " + seed, folder);
    }

    /** Learns from any records and writes {@code weights-<version>.json} and {@code frequencies-<version>.tsv}. */
    public static void write(List<Prepared> records, long seed, String version, String learntFrom, Path folder)
            throws IOException {
        Frequencies frequencies = Frequencies.learn(records);
        var fields = new EmLearner(records, frequencies, seed).learn();
        try (Writer out = Files.newBufferedWriter(folder.resolve("frequencies-" + version + ".tsv"))) {
            frequencies.write(out);
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("weights-" + version + ".json"))) {
            new Weights(version, learntFrom, LINK_BITS, REVIEW_BITS, fields).write(out);
        }
    }
}
