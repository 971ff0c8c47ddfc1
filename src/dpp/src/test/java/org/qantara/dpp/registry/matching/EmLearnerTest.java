package org.qantara.dpp.registry.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.qantara.dpp.registry.matching.Weights.Probability;
import org.qantara.dpp.registry.score.Population;

class EmLearnerTest {
    @Test
    void learnsFromUnlabelledRecordsWhatTheGeneratorPutIn() {
        List<Prepared> records = Population.generate(4_000, 0.15, 5).records().stream()
                .map(Prepared::of)
                .toList();
        Frequencies frequencies = Frequencies.learn(records);
        Map<Field, Map<Level, Probability>> weights = new EmLearner(records, frequencies, 5).learn();
        assertThat(weights.get(Field.SEX).get(Level.SAME).m()).isGreaterThan(0.97);
        assertThat(weights.get(Field.SEX).get(Level.SAME).u()).isBetween(0.48, 0.52);
        assertThat(weights.get(Field.GIVEN_NAME).get(Level.SAME).m()).isBetween(0.8, 0.99);
        assertThat(weights.get(Field.FAMILY_NAME).get(Level.SAME).u()).isBetween(0.004, 0.03);
        assertThat(weights.get(Field.BIRTH_DATE).get(Level.SAME).m()).isBetween(0.7, 0.97);
        assertThat(frequencies.households()).isTrue();
    }
}
