package org.qantara.dpp.registry.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.dpp.registry.SharedData;
import org.qantara.dpp.registry.matching.Scorer;
import org.qantara.dpp.registry.matching.Weights;

/** The printed score. The full population of 100,000 (or {@code -Dmpi.population}) runs behind -Plong; the usual run takes 6,000. */
class MpiScoreTest {
    @TempDir
    Path dir;

    @Test
    void printsTheFixedContractAndReachesTheTargetsInSmall() throws Exception {
        MpiScore score = MpiScore.run(data(), 6_000, step -> {});
        JsonNode json = new ObjectMapper().valueToTree(score);
        Figures.print("small: %s", json);
        assertThat(names(json)).containsExactly("names", "febrl4", "population", "veto");
        assertThat(names(json.get("names"))).containsExactly("pairs", "keyRecall", "precision", "recall");
        assertThat(names(json.get("febrl4"))).containsExactly("precision", "recall", "f1");
        assertThat(names(json.get("population")))
                .containsExactly("records", "precision", "recall", "falseMerges", "reviewShare");
        assertThat(names(json.get("veto"))).containsExactly("cases", "falseMerges");
        assertThat(score.febrl4().precision()).isGreaterThanOrEqualTo(0.9995);
        assertThat(score.febrl4().recall()).isGreaterThanOrEqualTo(0.995);
        assertThat(score.population().falseMerges()).isZero();
        assertThat(score.population().recall()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.population().reviewShare()).isLessThanOrEqualTo(0.02);
        assertThat(score.veto().cases()).isGreaterThanOrEqualTo(200);
        assertThat(score.veto().falseMerges()).isZero();
    }

    @Test
    @Tag("long")
    void reachesTheTargets() throws Exception {
        MpiScore score = MpiScore.run(data(), Integer.getInteger("mpi.population", MpiScore.POPULATION), step -> {});
        Figures.print("full: %s", new ObjectMapper().writeValueAsString(score));
        assertThat(score.population().precision()).isGreaterThanOrEqualTo(0.9999);
        assertThat(score.population().recall()).isGreaterThanOrEqualTo(0.97);
        assertThat(score.population().reviewShare()).isLessThanOrEqualTo(0.02);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> MpiScore.run(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("variants.tsv");
    }

    @Test
    void neverMergesTheVetoSet() {
        VetoScore score = VetoScore.of(new Scorer(Weights.moroccan(), Weights.moroccanFrequencies(), true));
        assertThat(score).isEqualTo(new VetoScore(260, 0));
    }

    /** With the CNIE switched off (law 09-08) its vetoes are off too; what remains must still keep these people apart. */
    @Test
    void withoutCnieOnlyTheCasesThatLiveOnItMayMerge() {
        VetoScore score = VetoScore.of(new Scorer(Weights.moroccan(), Weights.moroccanFrequencies(), false));
        assertThat(score.falseMerges()).isLessThanOrEqualTo(VetoCases.PER_KIND);
    }

    private Path data() throws IOException {
        Path variants = SharedData.path("names/variants.tsv");
        Files.copy(variants, dir.resolve("variants.tsv"));
        for (String file : List.of("dataset4a.csv", "dataset4b.csv")) {
            Files.copy(SharedData.path("mpi/" + file), dir.resolve(file));
        }
        return dir;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
