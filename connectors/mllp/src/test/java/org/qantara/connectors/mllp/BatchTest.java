package org.qantara.connectors.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qantara.connectors.mllp.Listening.ACCEPTS;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qantara.connectors.mllp.metrics.Counter;

@Timeout(60)
class BatchTest {
    private static String adt(String id) {
        return "MSH|^~\\&|A|B|C|D|1||ADT^A01|" + id + "|P|2.5\rPID|1||" + id + "\r";
    }

    private static final String BHS = "BHS|^~\\&|A|B|C|D|20260101|||note|BATCH-1\r";

    @Test
    void takesABatchApartAndAnswersWithOne() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            String answer = peer.frame(
                            "FHS|^~\\&|A|B|C|D|20260101|||note|FILE-1\r" + BHS + adt("1") + adt("2") + "BTS|2\rFTS|1\r")
                    .answer();
            assertThat(listening.texts()).containsExactly(adt("1"), adt("2"));
            List<String> lines = List.of(answer.split("\r"));
            assertThat(lines.get(0)).matches("FHS\\|\\^~\\\\&\\|C\\|D\\|A\\|B\\|[0-9+-]+\\|\\|\\|\\|FILE-1\\|FILE-1");
            assertThat(lines.get(1)).matches("BHS\\|\\^~\\\\&\\|C\\|D\\|A\\|B\\|[0-9+-]+\\|\\|\\|\\|BATCH-1\\|BATCH-1");
            assertThat(lines).filteredOn(line -> line.startsWith("MSA")).containsExactly("MSA|AA|1", "MSA|AA|2");
            assertThat(lines.subList(lines.size() - 2, lines.size())).containsExactly("BTS|2", "FTS|1");
            assertThat(listening.count(Counter.BATCHES)).isEqualTo(1);
        }
    }

    @Test
    void refusesOneMessageAndTakesTheOthers() throws Exception {
        try (Listening listening = new Listening("", exchange -> exchange.getMessage()
                        .setHeader(
                                "QantaraOutcome",
                                exchange.getIn().getBody(String.class).contains("|2\r") ? "refused" : "accepted"));
                Peer peer = listening.peer()) {
            String answer =
                    peer.frame(BHS + adt("1") + adt("2") + adt("3") + "BTS|5\r").answer();
            assertThat(answer)
                    .contains("MSA|AA|1", "MSA|AE|2", "MSA|AA|3")
                    .endsWith("BTS|3|BTS-1 said 5 messages, 3 arrived\r");
        }
    }

    @Test
    void triesNothingAfterAMessageThatCouldNotBeStored() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Listening listening = new Listening("", exchange -> exchange.getMessage()
                        .setHeader("QantaraOutcome", count.incrementAndGet() == 2 ? "unavailable" : "accepted"));
                Peer peer = listening.peer()) {
            String answer =
                    peer.frame(BHS + adt("1") + adt("2") + adt("3") + "BTS|3\r").answer();
            assertThat(answer).contains("MSA|AA|1", "MSA|AR|2", "MSA|AR|3", "an earlier message of this batch");
            assertThat(listening.received).hasSize(2);
        }
        count.set(0);
        try (Listening listening = new Listening("?onStoreFailure=close", exchange -> exchange.getMessage()
                        .setHeader("QantaraOutcome", count.incrementAndGet() == 2 ? "unavailable" : "accepted"));
                Peer peer = listening.peer()) {
            assertThat(peer.frame(BHS + adt("1") + adt("2") + "BTS|2\r").rest()).isEmpty();
        }
    }

    @Test
    void dropsNothingThatBelongsToNoMessage() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            peer.frame(BHS + "PID|lost\r" + adt("1") + "BTS|1\r" + adt("2") + BHS + "BTS|0\r")
                    .answer();
            assertThat(listening.texts()).containsExactly("PID|lost\r", adt("1"), adt("2"));
        }
    }

    @Test
    void keepsSegmentEndsAsTheyAre() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            String one = adt("1").replace("\r", "\r\n");
            String answer = peer.frame((BHS + adt("1") + "BTS|1\r").replace("\r", "\r\n"))
                    .answer();
            assertThat(listening.texts()).containsExactly(one);
            assertThat(answer).contains("MSA|AA|1\r").endsWith("BTS|1\r");
        }
    }

    @Test
    void refusesABatchThatIsTooLongAndKeepsIt() throws Exception {
        try (Listening listening = new Listening("?batchMessagesMax=2", ACCEPTS);
                Peer peer = listening.peer()) {
            String batch = BHS + adt("1") + adt("2") + adt("3") + "BTS|3\r";
            String answer = peer.frame(batch).answer();
            assertThat(answer).contains("MSA|AE|BATCH-1\r", "batchMessagesMax is 2");
            assertThat(listening.texts()).containsExactly(batch);
            assertThat((String) listening.received.element().header("QantaraTransportFault"))
                    .contains("batchMessagesMax is 2");
        }
    }

    @Test
    void answersInsideABatchWhatEachMessageAsksFor() throws Exception {
        try (Listening listening = new Listening("", ACCEPTS);
                Peer peer = listening.peer()) {
            String enhanced = "MSH|^~\\&|A|B|C|D|1||ADT^A01|E|P|2.5|||AL|AL\rPID|1\r";
            String silent = "MSH|^~\\&|A|B|C|D|1||ADT^A01|S|P|2.5|||ER|NE\rPID|1\r";
            String answer = peer.frame(BHS + enhanced + silent + "BTS|2\r").answer();
            assertThat(answer).contains("MSA|CA|E").doesNotContain("|S\r").endsWith("BTS|1\r");
            String replyTo = (String) listening.received.element().header("QantaraReplyTo");
            listening.component.connections().answer(replyTo, org.qantara.connectors.mllp.hl7.Verdict.ACCEPTED);
            assertThat(peer.answer()).contains("MSA|AA|E");
        }
    }
}
