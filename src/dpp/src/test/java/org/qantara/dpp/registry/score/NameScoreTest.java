package org.qantara.dpp.registry.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.qantara.dpp.registry.SharedData;
import org.qantara.dpp.registry.names.Name;

/** The figures on names, printed; the own variants have neighbours on purpose (Hassan and Lahcen count as two names there). */
class NameScoreTest {
    @Test
    void referenceVariants() throws Exception {
        NameScore score = NameScore.of(SharedData.path("names/variants.tsv"));
        NameScore rulesOnly = NameScore.of(SharedData.path("names/variants.tsv"), Name::withoutDictionary);
        Figures.print("reference variants: %s; without dictionary: %s", score, rulesOnly);
        assertThat(score.keyRecall()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(score.recall()).isGreaterThanOrEqualTo(0.90);
        assertThat(rulesOnly.recall()).isGreaterThanOrEqualTo(0.90);
    }

    @Test
    void ownVariants() throws Exception {
        NameScore score = NameScore.of(SharedData.resource("names/own-variants.tsv"));
        NameScore rulesOnly = NameScore.of(SharedData.resource("names/own-variants.tsv"), Name::withoutDictionary);
        Figures.print("own variants: %s; without dictionary: %s", score, rulesOnly);
        assertThat(score.pairs()).isGreaterThan(1_000);
        assertThat(score.keyRecall()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.precision()).isGreaterThanOrEqualTo(0.97);
        assertThat(score.recall()).isGreaterThanOrEqualTo(0.90);
    }
}
