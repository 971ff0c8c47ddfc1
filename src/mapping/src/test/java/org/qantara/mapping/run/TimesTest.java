package org.qantara.mapping.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private static final ZoneId ZONE = ZoneId.of("Africa/Casablanca");

    @ParameterizedTest
    @CsvSource({
        "2023,2023",
        "202304,2023-04",
        "20230401,2023-04-01",
        "2023040109,2023-04-01T09:00:00Z",
        "202304010915,2023-04-01T09:15:00Z",
        "20230601091500,2023-06-01T09:15:00+01:00",
        "20230601091500.1234,2023-06-01T09:15:00.1234+01:00",
        "20230401091500-0500,2023-04-01T09:15:00-05:00",
        "202304010915+0000,2023-04-01T09:15:00+00:00",
        "20230230,",
        "20231301,",
        "2023040125,",
        "abcd,",
        "19,",
        "20230401T09,",
        "202304010915+99,"
    })
    void dateTime(String written, String expected) {
        assertThat(Times.dateTime(written, ZONE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"20230401091500,2023-04-01", "2023,2023", "99999999,", "0000,"})
    void date(String written, String expected) {
        assertThat(Times.date(written)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"20230401,", "202304010915,2023-04-01T09:15:00Z"})
    void instant(String written, String expected) {
        assertThat(Times.instant(written, ZONE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"5,5", "+5.10,5.10", "-.5,-0.5", "007,7", "5.,5", "0,0", "00,0", "1e5,", "'5,1',", "<5,", "-,", ".,"})
    void decimal(String written, String expected) {
        assertThat(Numbers.decimal(written)).isEqualTo(expected);
    }
}
