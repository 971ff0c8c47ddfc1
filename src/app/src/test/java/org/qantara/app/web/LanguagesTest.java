package org.qantara.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see exists in English, French and Arabic. */
class LanguagesTest {
    private static final ResourceBundle ENGLISH = LoginPage.texts(Locale.ENGLISH);

    @ParameterizedTest
    @ValueSource(strings = {"fr", "ar"})
    void every_text_exists_and_is_translated(String language) {
        ResourceBundle other = LoginPage.texts(Locale.forLanguageTag(language));
        assertThat(other.getLocale().getLanguage()).isEqualTo(language);
        assertThat(other.keySet()).isEqualTo(ENGLISH.keySet());
        for (String key : ENGLISH.keySet())
            assertThat(other.getString(key)).as(key).isNotBlank().isNotEqualTo(ENGLISH.getString(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr", "ar"})
    void placeholders_survive_translation(String language) {
        assertThat(LoginPage.texts(Locale.forLanguageTag(language)).getString("login.wait"))
                .contains("{0}");
    }

    @Test
    void arabic_is_arabic() {
        assertThat(LoginPage.texts(Locale.forLanguageTag("ar")).getString("login.title"))
                .contains("قنطرة");
    }
}
