package org.qantara.dpp.registry.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.dpp.registry.matching.Field;
import org.qantara.dpp.registry.matching.Frequencies;
import org.qantara.dpp.registry.matching.Level;
import org.qantara.dpp.registry.matching.Weights;

/** Both learnt files come out whole, and say what anybody would expect: agreement is commoner among records of one person. */
class LearnWeightsTest {
    @TempDir
    Path folder;

    @Test
    void writesWeightsAndFrequenciesThatCanBeRead() throws Exception {
        LearnWeights.fromPopulation(3_000, 11, folder);
        Weights weights;
        try (var in = Files.newInputStream(folder.resolve("weights-ma-1.json"))) {
            weights = Weights.read(in);
        }
        assertThat(weights.version()).isEqualTo("ma-1");
        for (Field field : new Field[] {Field.FAMILY_NAME, Field.BIRTH_DATE, Field.PHONE}) {
            Weights.Probability same = weights.fields().get(field).get(Level.SAME);
            assertThat(same.m()).as(field.name()).isGreaterThan(5 * same.u());
        }
        try (var in = Files.newBufferedReader(folder.resolve("frequencies-ma-1.tsv"))) {
            assertThat(Frequencies.read(in).family()).isNotEmpty();
        }
    }
}
