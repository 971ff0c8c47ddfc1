package org.qantara.connectors.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CharsetDecisionTest {
    private static final List<String> FRENCH =
            List.of("Hôpital", "Créatinine élevée", "Résultat à contrôler", "prélèvement", "façade", "Benoît né à Fès");

    private static String decide(String text, String charset, String configured) {
        CharsetDecision decision = CharsetDecision.of(text.getBytes(Charset.forName(charset)), configured);
        return decision.charset() + " " + decision.source();
    }

    @Test
    void frenchTextIsToldApart() {
        for (String text : FRENCH) {
            String record = "H|^~\\&|||" + text + "\rL|1\r";
            for (String charset : List.of("ISO-8859-1", "x-MacRoman", "UTF-8", "UTF-16LE", "UTF-16BE"))
                assertThat(decide(record, charset, "")).as(text).isEqualTo(charset + " assumed");
        }
    }

    @Test
    void theRouteDecidesUnlessThereIsAMark() {
        assertThat(decide("é", "UTF-8", "windows-1256")).isEqualTo("windows-1256 facility");
        assertThat(decide("\ufeffé", "UTF-8", "windows-1256")).isEqualTo("UTF-8 bom");
        assertThat(decide("\ufeffé", "UTF-16LE", "windows-1256")).isEqualTo("UTF-16LE bom");
        assertThat(decide("\ufeffé", "UTF-16BE", "windows-1256")).isEqualTo("UTF-16BE bom");
    }

    @Test
    void plainAsciiAndNothingAreLatin() {
        assertThat(decide("H|\\^&", "US-ASCII", "")).isEqualTo("ISO-8859-1 assumed");
        assertThat(CharsetDecision.of(new byte[0], "").charset()).isEqualTo("ISO-8859-1");
        assertThat(new String("é".getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
                .isEqualTo("é");
    }
}
