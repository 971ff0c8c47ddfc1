package org.qantara.dpp.registry.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {
    private static final String BUNDLE = "org.qantara.dpp.registry.matching.explanation";

    @ParameterizedTest
    @ValueSource(strings = {"fr", "ar"})
    void everyLanguageSaysEverything(String language) {
        ResourceBundle english = ResourceBundle.getBundle(BUNDLE, Locale.ROOT);
        ResourceBundle other = ResourceBundle.getBundle(BUNDLE, Locale.forLanguageTag(language));
        assertThat(other.getLocale().getLanguage()).isEqualTo(language);
        assertThat(other.keySet()).isEqualTo(english.keySet());
        english.keySet().stream()
                .filter(key -> !key.equals("field.CNIE") && !key.equals("field.IDCS"))
                .forEach(key -> assertThat(other.getString(key)).as(key).isNotEqualTo(english.getString(key)));
    }

    @ParameterizedTest
    @ValueSource(classes = {Field.class, Level.class, Objection.class})
    void everyConstantHasAText(Class<? extends Enum<?>> constants) {
        ResourceBundle texts = ResourceBundle.getBundle(BUNDLE, Locale.ROOT);
        String prefix = constants.getSimpleName().toLowerCase(Locale.ROOT) + ".";
        assertThat(texts.keySet())
                .containsAll(Arrays.stream(constants.getEnumConstants())
                        .map(constant -> prefix + constant.name())
                        .toList());
    }
}
