package org.qantara.mapping.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Data;
import org.qantara.mapping.Issue;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.Mappings;

/** What breaks FHIR's invariants is left out, and the issue says where it stands in the message. */
class InvariantsTest {
    private static final String ADT =
            """
            MSH|^~\\&|HIS|CHU|DPP|MA|20260102120000||ADT^A01^ADT_A01|78|P|2.5.1
            PID|1||7788^^^CHU-RABAT^PI||El Alaoui^Fatima||%s|F
            PV1|1|I|||||||||||||||||V100^^^CHU-RABAT^VN|||||||||||||||||||||||||%s|%s
            """;
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static MapOutcome.Mapped map(String birth, String admitted, String discharged) {
        String message = ADT.formatted(birth, admitted, discharged);
        MapOutcome outcome = maps.map(Data.hl7(message, Data.facility("CHU-RABAT")));
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        return (MapOutcome.Mapped) outcome;
    }

    private static String json(MapOutcome.Mapped mapped) {
        return new String(mapped.bundle().json(), StandardCharsets.UTF_8);
    }

    @Test
    void aValueThatIsNoDateIsLeftOutAndNamesItsField() {
        MapOutcome.Mapped mapped = map("SOON", "20260101", "");
        assertThat(mapped.issues())
                .filteredOn(i -> i.code().equals("VALUE-INVALID"))
                .singleElement()
                .satisfies(i -> {
                    assertThat(i.where()).isEqualTo("PID[1]-7");
                    assertThat(i.severity()).isEqualTo(Issue.Severity.WARNING);
                    assertThat(i.message())
                            .contains("FHIR date", "Patient.birthDate")
                            .doesNotContain("SOON");
                });
        assertThat(json(mapped))
                .doesNotContain("\"birthDate\"")
                .contains(
                        "\"_birthDate\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\","
                                + "\"valueCode\":\"error\"}]}");
    }

    @Test
    void aPeriodThatEndsBeforeItBeginsKeepsItsBeginning() {
        MapOutcome.Mapped mapped = map("19900315", "20260103", "20260101");
        assertThat(mapped.issues())
                .filteredOn(i -> i.code().equals("VALUE-INVALID"))
                .extracting(Issue::where)
                .containsOnly("PV1[1]-45");
        assertThat(json(mapped))
                .contains("\"period\":{\"start\":\"2026-01-03\"}")
                .doesNotContain("2026-01-01");
    }

    @Test
    void whatHoldsStays() {
        MapOutcome.Mapped mapped = map("19900315", "20260101", "20260103");
        assertThat(mapped.issues()).extracting(Issue::code).doesNotContain("VALUE-INVALID");
        assertThat(json(mapped)).contains("\"period\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-03\"}");
    }
}
