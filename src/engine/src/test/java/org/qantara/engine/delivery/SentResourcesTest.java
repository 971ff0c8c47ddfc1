package org.qantara.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Made;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

class SentResourcesTest {
    private static final Answer TAKEN = new Answer.Delivered(200, 1);

    private final SentResources sent = new SentResources(3_600_000, () -> 0, () -> 1);

    private SendPlan plan(long intake, String content) {
        StoredMessage message = new StoredMessage(
                intake, Kind.MESSAGE, 0, false, List.of(), 0, 0, Made.received("x"), Labels.none("h"), null, null);
        byte[] resource = ("{\"resourceType\":\"Patient\",\"id\":\"p\",\"v\":\"" + content + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        MappedBundle bundle =
                new MappedBundle(List.of(new MappedBundle.Entry("Patient", "p", Owns.REPLACE, List.of(), resource)));
        return sent.plan(message, bundle, true);
    }

    @Test
    void whatWasTakenIsNotSentAgain() {
        try (SendPlan first = plan(1, "a")) {
            first.answered(TAKEN);
        }
        try (SendPlan second = plan(2, "a")) {
            assertThat(second.unchanged()).containsExactly("Patient/p");
        }
    }

    /** A live message and one of an initial load: the one that began last need not be the one that was applied last. */
    @Test
    void whenSendsMetNobodyKnowsWhichOfThemIsThere() {
        SendPlan live = plan(20, "a");
        SendPlan bulk = plan(14, "b");
        live.answered(TAKEN);
        live.close();
        bulk.answered(TAKEN);
        bulk.close();
        try (SendPlan next = plan(22, "b")) {
            assertThat(next.toSend()).containsExactly("Patient/p");
            next.answered(TAKEN);
        }
        try (SendPlan again = plan(23, "b")) {
            assertThat(again.unchanged())
                    .as("known again after a send of its own")
                    .containsExactly("Patient/p");
        }
    }
}
