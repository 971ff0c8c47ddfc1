package org.qantara.dpp.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DppDataSourceTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./data/dpp, jdbc:h2:file:./data/dpp;WRITE_DELAY=0",
        "jdbc:h2:./data/dpp, jdbc:h2:./data/dpp;WRITE_DELAY=0",
        "jdbc:h2:file:./data/dpp;write_delay=10, jdbc:h2:file:./data/dpp;write_delay=10",
        "jdbc:h2:mem:dpp, jdbc:h2:mem:dpp",
        "jdbc:postgresql://127.0.0.1/dpp, jdbc:postgresql://127.0.0.1/dpp"
    })
    void onlyH2FilesGetWriteDelay(String given, String opened) {
        assertThat(DppDataSource.durableUrl(given)).isEqualTo(opened);
    }
}
