package org.qantara.dpp.registry.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {
    @ParameterizedTest
    @CsvSource({
        "Aïcha, aicha",
        "EL-IDRISSI, el idrissi",
        "L'Houcine, lhoucine",
        "FatimaEzzahra, fatima ezzahra",
        "HOUÇAIN, housain",
        "مُحَمَّد, محمد",
        "محـــمد, محمد",
        "أحمد, احمد",
        "ﻣﺤﻤﺪ, محمد",
        "برݣاش, برگاش",
        "ⵎⵓⵃⵎⵎⴰⴷ, mou7mmad",
    })
    void bringsSpellingsOfOneWordTogether(String raw, String folded) {
        assertThat(Folding.fold(raw)).isEqualTo(folded);
    }

    @Test
    void readsDigitsOfThreeAlphabets() {
        assertThat(Folding.digits("٠٦٦١-۲۳ 45")).isEqualTo("06612345");
        assertThat(Folding.identifier(" ab ١٢٣-456")).isEqualTo("AB123456");
    }

    @Test
    void limitsWhatAHostileSenderCanCost() {
        assertThat(Folding.words("a b ".repeat(100_000))).hasSize(8);
        assertThat(Folding.words("x".repeat(1_000_000))).containsExactly("x".repeat(Folding.CHARS_MAX));
        assertThat(Folding.words("\u0000 -- \u200f ...")).isEqualTo(List.of());
    }
}
