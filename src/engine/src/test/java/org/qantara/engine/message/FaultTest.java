package org.qantara.engine.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qantara.engine.ErrorCode;

class FaultTest {
    @ParameterizedTest
    @CsvSource({
        "PID-5, PID^1^5",
        "PID[1]-3[2].1, PID^1^3^2^1",
        "OBX[12]-5.1.2, OBX^12^5^1^1^2",
        "PV1[1], PV1^1",
        "MSH^1^9, MSH^1^9",
        "Patient.birthDate,",
        "maps/pid.yaml:12,",
        ","
    })
    void placesOfMapsBecomeErrorLocations(String place, String location) {
        assertThat(Fault.of(ErrorCode.MAPPING_FAILED, place, "text").hl7Location())
                .isEqualTo(location);
    }
}
