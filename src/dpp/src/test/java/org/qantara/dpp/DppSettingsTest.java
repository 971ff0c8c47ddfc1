package org.qantara.dpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DppSettingsTest {

    @Test
    void refusesOtherDatabasesWithAnExample() {
        assertThatThrownBy(() -> new DppSettings("jdbc:mysql://x/y", "u", "", null))
                .hasMessageContaining("jdbc:h2:")
                .hasMessageContaining("for example jdbc:postgresql://");
    }

    @Test
    void refusesRegionsThatDoNotExist() {
        assertThatThrownBy(() -> new DppSettings("jdbc:h2:mem:x", "u", "", null, 4, 4096, Map.of("CHU", 13)))
                .hasMessageContaining("CHU")
                .hasMessageContaining("1..12");
    }

    @Test
    void neverPrintsPasswords() {
        DppSettings settings =
                new DppSettings("jdbc:postgresql://h/d?user=a&password=s3cret&ssl=true", "u", "hidden", null);
        assertThat(settings.toString())
                .doesNotContain("s3cret")
                .doesNotContain("hidden")
                .contains("ssl=true");
    }
}
