package org.qantara.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationSettingTest {
    private static List<DestinationSetting> read(String text) {
        return DestinationSetting.from(new Environment(Map.of("QANTARA_DESTINATIONS", text)));
    }

    @Test
    void severalAreReadWithTheirOptions() {
        var found =
                read("his=mllps://10.1.2.3:2575?types=ADT^*,ORU^R01&idempotent=true  copy=https://fhir.example/fhir");
        assertThat(found).extracting(DestinationSetting::name).containsExactly("his", "copy");
        assertThat(found.get(0).url()).hasToString("mllps://10.1.2.3:2575");
        assertThat(found.get(0).options())
                .containsEntry("types", "ADT^*,ORU^R01")
                .containsEntry("idempotent", "true");
        assertThat(found.get(1).options()).isEmpty();
        assertThat(DestinationSetting.from(new Environment(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mllp://h:1",
                "dpp=mllp://h:1",
                "His=mllp://h:1",
                "his=mllp://h",
                "his=ftp://h:1",
                "his=mllp://h:1?tokenFile=/x",
                "his=mllp://h:1 his=mllp://i:1"
            })
    void whatMakesNoSenseIsNamedWithAnExample(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("QANTARA_DESTINATIONS")
                .hasMessageContaining("his=mllps://10.1.2.3:2575");
    }
}
