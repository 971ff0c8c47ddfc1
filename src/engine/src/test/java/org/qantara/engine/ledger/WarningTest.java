package org.qantara.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.qantara.mapping.Issue;

/** Warnings as the ledger keeps them with a message. */
class WarningTest {
    @Test
    void only_warnings_are_taken_and_come_back_as_they_were() {
        List<Warning> warnings = Warning.of(List.of(
                new Issue("VALUE-INVALID", Issue.Severity.WARNING, "OBX[3]-5", "no date"),
                new Issue("KEY-TWICE", Issue.Severity.ERROR, "OBX[4]", "twice")));
        assertThat(Warning.read(Warning.line(warnings)))
                .containsExactly(new Warning("VALUE-INVALID", "OBX[3]-5", "no date"));
        assertThat(warnings.get(0).path()).isEqualTo("OBX-5");
    }

    @Test
    void the_column_never_overflows() {
        List<Warning> many = IntStream.range(0, 500)
                .mapToObj(i -> new Warning("C".repeat(200), "P".repeat(500), "T".repeat(5_000) + "\t\n"))
                .toList();
        assertThat(Warning.line(many)).hasSizeLessThanOrEqualTo(4_000);
        assertThat(Warning.read(Warning.line(many))).hasSize(20);
        assertThat(Warning.line(List.of())).isNull();
        assertThat(Warning.read(null)).isEmpty();
    }
}
