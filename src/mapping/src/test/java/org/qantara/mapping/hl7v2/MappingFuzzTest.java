package org.qantara.mapping.hl7v2;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Tag;
import org.qantara.mapping.Data;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.SourceMessage;

/** Fuzz target: any bytes in any format through all of the project's maps; the only fault is an exception or an internal error. */
@Tag("long")
class MappingFuzzTest {
    private static final Mappings MAPS = Data.compiled();
    private static final String[] FORMATS = {"hl7v2", "astm", "hprim", "csv", "dicom+json"};

    @FuzzTest(maxDuration = "60s")
    void mapsOrSaysWhy(byte[] bytes) {
        for (String format : FORMATS) {
            MapOutcome outcome = MAPS.map(new SourceMessage(
                    bytes,
                    StandardCharsets.UTF_8,
                    format,
                    Data.facility("X"),
                    OffsetDateTime.parse("2026-01-01T00:00:00Z")));
            if (outcome.issues().stream().anyMatch(i -> i.code().equals("INTERNAL-ERROR"))) {
                throw new AssertionError(outcome.issues().toString());
            }
        }
        MessageFile.split(bytes);
    }
}
