package org.qantara.mapping.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
    @ParameterizedTest
    @CsvSource({
        "202601021000,90,min,202601021130",
        "20260102100000,90,min,20260102113000",
        "202601021000+0100,2,h,202601021200+0100",
        "202601022330,45,,202601030015",
        "20260102,3,d,20260105",
        "20260131,1,mo,20260228",
        "20240229,1,a,20250228",
        "202601021000,1.5,h,202601021130",
        "202601021000,-10,min,202601020950"
    })
    void movesATimeAndKeepsItsForm(String time, String amount, @Nullable String unit, String moved) {
        assertThat(Spans.plus(new @Nullable String[] {time, amount, unit})).isEqualTo(moved);
    }

    @ParameterizedTest
    @CsvSource({
        "20260102,10,min",
        "2026,1,d",
        "202601021000,ten,min",
        "202601021000,10,furlong",
        "202613011000,1,h",
        "202601021000,99999999999,min",
        "20260102100,1,min",
        "202601021000,1.5,mo"
    })
    void answersNothingForWhatIsNoTimeOrSpan(String time, String amount, String unit) {
        assertThat(Spans.plus(new @Nullable String[] {time, amount, unit})).isNull();
    }

    @ParameterizedTest
    @CsvSource({"2,h,120", "30,min,30", "90,s,2", "1,d,1440", "1.5,H,90", "15,,15"})
    void countsMinutes(String amount, @Nullable String unit, String minutes) {
        assertThat(Spans.minutes(new @Nullable String[] {amount, unit})).isEqualTo(minutes);
    }

    @Test
    void aMonthHasNoMinutes() {
        assertThat(Spans.minutes(new @Nullable String[] {"1", "mo"})).isNull();
        assertThat(Spans.minutes(new @Nullable String[] {null, "min"})).isNull();
    }

    @Test
    void encodes() {
        assertThat(Encodings.base64("é")).isEqualTo("w6k=");
        assertThat(Encodings.hex("51 61")).isEqualTo("UWE=");
        assertThat(Encodings.hex("5")).isNull();
        assertThat(Encodings.hex("zz")).isNull();
        assertThat(Encodings.mime("application/pdf")).isEqualTo("application/pdf");
        assertThat(Encodings.mime("PDF")).isNull();
        assertThat(Encodings.xhtml("a<b & c"))
                .isEqualTo("<div xmlns=\"http://www.w3.org/1999/xhtml\">a&lt;b &amp; c</div>");
    }
}
