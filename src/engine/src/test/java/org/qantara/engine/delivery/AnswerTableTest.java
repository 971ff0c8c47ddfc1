package org.qantara.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 7, row by row. */
class AnswerTableTest {
    private static final String OUTCOME =
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\",\"diagnostics\":\"d\"}]}";
    private static final String OUTCOME_OF_AN_ENTRY =
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"not-found\","
                    + "\"diagnostics\":\"d\",\"expression\":[\"Bundle.entry[2].resource\"]}]}";
    private static final String BUNDLE = "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":["
            + "{\"response\":{\"status\":\"201\"}},{\"response\":{\"status\":\"200\",\"outcome\":{\"resourceType\":"
            + "\"OperationOutcome\",\"issue\":[{\"details\":{\"coding\":[{\"system\":\"urn:qantara:outcome\",\"code\":"
            + "\"superseded\"}]}}]}}}]}";

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource({
        "200, bundle, Delivered",
        "201, bundle, Delivered",
        "200, html, Broken",
        "200, empty, Broken",
        "200, outcome, Broken",
        "204, empty, Broken",
        "301, html, Broken",
        "302, empty, Broken",
        "400, outcome, Rejected",
        "400, html, Broken",
        "400, empty, Broken",
        "401, outcome, Broken",
        "403, outcome, Broken",
        "404, outcome, Broken",
        "404, entry, Rejected",
        "404, html, Broken",
        "405, outcome, Broken",
        "406, outcome, Broken",
        "408, empty, Retry",
        "409, outcome, Conflict",
        "410, outcome, Broken",
        "410, entry, Rejected",
        "412, outcome, Conflict",
        "413, empty, Rejected",
        "413, html, Rejected",
        "415, outcome, Broken",
        "422, outcome, Rejected",
        "422, html, Broken",
        "425, empty, Retry",
        "429, outcome, Retry",
        "500, outcome, Retry",
        "501, empty, Retry",
        "502, html, Retry",
        "503, empty, Retry",
        "504, html, Retry"
    })
    void everyRow(int status, String body, String expected) {
        String text =
                switch (body) {
                    case "bundle" -> BUNDLE;
                    case "outcome" -> OUTCOME;
                    case "entry" -> OUTCOME_OF_AN_ENTRY;
                    case "html" -> "<html>gateway</html>";
                    default -> "";
                };
        Answer answer = AnswerTable.read(status, text.getBytes(StandardCharsets.UTF_8), 0);
        assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void supersededEntriesAreCountedApart() {
        assertThat(AnswerTable.read(200, BUNDLE.getBytes(StandardCharsets.UTF_8), 0))
                .isEqualTo(new Answer.Delivered(200, 1, 1, java.util.Set.of(1)));
    }

    @Test
    void theRejectionNamesPlaceAndReason() {
        Answer.Rejected rejected =
                (Answer.Rejected) AnswerTable.read(404, OUTCOME_OF_AN_ENTRY.getBytes(StandardCharsets.UTF_8), 0);
        assertThat(rejected.fault().location()).isEqualTo("Bundle.entry[2].resource");
        assertThat(rejected.fault().detail()).isEqualTo("not-found");
        assertThat(rejected.fault().text()).isEqualTo("the destination answered 404: d");
    }

    @Test
    void theWaitIsDoubledBoundedAndAsksNoLessThanTheDestination() {
        DeliverySettings s = DeliverySettings.DEFAULT;
        assertThat(s.backOffMs(1, 0)).isEqualTo(250);
        assertThat(s.backOffMs(4, 0)).isEqualTo(2_000);
        assertThat(s.backOffMs(50, 0)).isEqualTo(10_000);
        assertThat(s.backOffMs(1, 3_000)).isEqualTo(3_000);
        assertThat(s.backOffMs(1, 3_600_000)).isEqualTo(10_000);
    }
}
