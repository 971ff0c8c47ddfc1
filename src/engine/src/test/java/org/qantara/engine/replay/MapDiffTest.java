package org.qantara.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.TestMaps;
import org.qantara.mapping.Explanation;
import org.qantara.mapping.Issue;
import org.qantara.mapping.KnownPatients;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;
import org.qantara.mapping.Owns;
import org.qantara.mapping.SourceMessage;

class MapDiffTest {
    private static Mappings always(String json) {
        return new Mappings() {
            @Override
            public MapOutcome map(SourceMessage message) {
                return json.isEmpty()
                        ? new MapOutcome.Quarantined(
                                List.of(new Issue("CODE-UNMAPPED", Issue.Severity.ERROR, "PID-8", "no such code")))
                        : new MapOutcome.Mapped(
                                new MappedBundle(List.of(new MappedBundle.Entry(
                                        "Patient", "1", Owns.MERGE, List.of(), json.getBytes(StandardCharsets.UTF_8)))),
                                List.of(),
                                List.of());
            }

            @Override
            public Explanation explain(SourceMessage message) {
                return new Explanation(map(message), List.of());
            }

            @Override
            public String version() {
                return json;
            }
        };
    }

    private static final String OLD =
            "{\"resourceType\":\"Patient\",\"id\":\"1\",\"gender\":\"male\",\"name\":[{\"given\":[\"a\",\"b\"]}]}";

    @Test
    void changedLeavesAreCountedByPlaceWithoutTheirValues() {
        String now = "{\"resourceType\":\"Patient\",\"id\":\"1\",\"gender\":\"female\",\"name\":[{\"given\":[\"a\"]}],"
                + "\"birthDate\":\"1970\"}";
        MapDiff diff = new MapDiff(always(OLD), always(now));
        diff.add(7, Made.received(Made.a08("C", "P", "N")), KnownPatients.NONE);
        diff.add(8, Made.received(Made.a08("C", "P", "N")), KnownPatients.NONE);
        MapDiff.Report report = diff.report();
        assertThat(report.messages()).isEqualTo(2);
        assertThat(report.different()).isEqualTo(2);
        assertThat(report.changes())
                .extracting(change -> change.place() + " " + change.kind() + " " + change.leaves())
                .containsExactlyInAnyOrder(
                        "Patient.gender changed 2", "Patient.birthDate added 2", "Patient.name.given removed 2");
        assertThat(report.toString()).doesNotContain("female").doesNotContain("1970");
    }

    @Test
    void anOutcomeThatChangesIsShownAsSuchAndTheSameIsSilent() {
        MapDiff diff = new MapDiff(always(OLD), always(""));
        diff.add(7, Made.received(Made.a08("C", "P", "N")), KnownPatients.NONE);
        assertThat(diff.report().changes())
                .containsExactly(
                        new MapDiff.Change(null, "(outcome)", "delivered -> quarantined (CODE-UNMAPPED)", 1, 7));
        MapDiff same = new MapDiff(new TestMaps("1"), new TestMaps("2"));
        same.add(7, Made.received(Made.a08("C", "P", "N")), KnownPatients.NONE);
        assertThat(same.report()).isEqualTo(new MapDiff.Report(1, 0, List.of()));
    }
}
