package org.qantara.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Linkage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links and moves: which are followed, and which wait for a person. */
class MergeMapsTest {
    private static final Facility RABAT = Data.facility("CHU-RABAT");
    private static Mappings maps;

    @BeforeAll
    static void compile() {
        maps = Data.compiled();
    }

    private static Linkage linkage(String message) {
        MapOutcome outcome = maps.map(Data.hl7(message, RABAT));
        assertThat(outcome).as(outcome.issues().toString()).isInstanceOf(MapOutcome.Mapped.class);
        byte[] json = ((MapOutcome.Mapped) outcome).bundle().json();
        return R4Validator.R4
                .newJsonParser()
                .parseResource(Bundle.class, new String(json, StandardCharsets.UTF_8))
                .getEntry()
                .stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Linkage.class::isInstance)
                .map(Linkage.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anUnlinkIsTheLinksOwnResourceWhicheverStandsFirst() {
        String link =
                """
                MSH|^~\\&|HIS|CHU-RABAT|DPP|MA|20260102030405||ADT^A24^ADT_A24|81|P|2.5.1
                EVN|A24|20260102030405
                PID|1||7788^^^CHU-RABAT^PI||El Alaoui^Fatima
                PID|2||9911^^^CHU-RABAT^PI||Alaoui^Fatima
                """;
        Linkage linked = linkage(link);
        Linkage unlinked = linkage(link.replace("A24", "A37")
                .replace("7788", "x")
                .replace("9911", "7788")
                .replace("|x^", "|9911^"));
        assertThat(linked.getActive()).isTrue();
        assertThat(unlinked.getActive()).isFalse();
        assertThat(unlinked.getIdPart()).isEqualTo(linked.getIdPart());
        assertThat(unlinked.getItemFirstRep().getResource().getReference())
                .isEqualTo(linked.getItem().get(1).getResource().getReference());
    }

    @ParameterizedTest
    @CsvSource({
        "A42^ADT_A39,7788,9911,V1,V2",
        "A43^ADT_A43,7788,9911,V1,V1",
        "A45^ADT_A45,7788,9911,V1,V1",
        "A45^ADT_A45,7788,7788,V1,V2",
    })
    void aMoveThatWouldTakeRecordsAlongGoesToAPerson(
            String event, String number, String before, String visit, String visitBefore) {
        MapOutcome outcome = maps.map(Data.hl7(
                """
                MSH|^~\\&|HIS|CHU-RABAT|DPP|MA|20260102030405||ADT^%s|82|P|2.5.1
                EVN|A4|20260102030405
                PID|1||%s^^^CHU-RABAT^PI||El Alaoui^Fatima|||||||||||||AC1
                MRG|%s^^^CHU-RABAT^PI||AC2||%s
                PV1|1|I|W1||||||||||||||||%s
                """
                        .formatted(event, number, before, visitBefore, visit),
                RABAT));
        assertThat(outcome).isInstanceOf(MapOutcome.Quarantined.class);
        assertThat(outcome.issues()).anySatisfy(issue -> {
            assertThat(issue.code()).isEqualTo("NOT-FOLLOWED");
            assertThat(issue.where()).isEqualTo("MRG[1]");
        });
    }
}
