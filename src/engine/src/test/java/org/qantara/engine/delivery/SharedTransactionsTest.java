package org.qantara.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.StoredMessage;
import org.qantara.engine.testing.Made;
import org.qantara.engine.testing.RecordingFhirServer;
import org.qantara.engine.testing.RecordingFhirServer.Fault;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/** Who shares a transaction, and what each message is told. */
class SharedTransactionsTest {
    private static final String REFUSED =
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"invalid\",\"diagnostics\":\"no such"
                    + " code\"}]}";

    private final RecordingFhirServer server = new RecordingFhirServer();
    private final FhirDestination destination = new FhirDestination("dpp", server.base(), () -> "", 10_000);
    private final SharedTransactions shared = new SharedTransactions(destination, 2, 1);
    private final ExecutorService senders = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        senders.shutdownNow();
        server.close();
    }

    @Test
    void whoWaitsIsSentTogetherAndEachGetsItsOwnAnswer() throws Exception {
        List<Answer> answers = sendBehindAHeldOne(
                message(2, patient("b"), doctor()), message(3, patient("c"), doctor()), body -> null);
        assertThat(server.requests()).as("one alone, two together").isEqualTo(2);
        assertThat(answers).containsExactly(new Answer.Delivered(200, 2), new Answer.Delivered(200, 2));
        assertThat(server.writes())
                .extracting(RecordingFhirServer.Write::resource, RecordingFhirServer.Write::intake)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("Patient/b", 2L),
                        org.assertj.core.groups.Tuple.tuple("Patient/c", 3L));
    }

    @Test
    void thePoorOneIsIsolated() throws Exception {
        List<Answer> answers = sendBehindAHeldOne(
                message(2, patient("good")),
                message(3, patient("poor")),
                body -> body.contains("Patient/poor") ? new Fault(422, REFUSED) : null);
        assertThat(answers.get(0)).isEqualTo(new Answer.Delivered(200, 1));
        assertThat(answers.get(1)).isInstanceOf(Answer.Rejected.class);
        assertThat(server.requests())
                .as("one alone, two together, then each alone")
                .isEqualTo(4);
    }

    @Test
    void writersOfOneResourceDoNotShare() throws Exception {
        List<Answer> answers =
                sendBehindAHeldOne(message(2, patient("same")), message(3, patient("same")), body -> null);
        assertThat(answers).allMatch(answer -> answer instanceof Answer.Delivered);
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void anAnswerWithoutEachEntryIsNotTrusted() {
        byte[] oneEntry = "{\"resourceType\":\"Bundle\",\"entry\":[{\"response\":{\"status\":\"200\"}}]}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(AnswerTable.readShared(200, oneEntry, List.of(List.of(0), List.of(1))))
                .isEmpty();
        assertThat(AnswerTable.readShared(500, oneEntry, List.of(List.of(0)))).isEmpty();
        assertThat(AnswerTable.readShared(200, new byte[0], List.of(List.of(0))))
                .isEmpty();
    }

    /** Holds the first transaction until both messages wait, so that they meet. */
    private List<Answer> sendBehindAHeldOne(Outbound second, Outbound third, Function<String, Fault> faults)
            throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        server.faults(body -> {
            if (body.contains("Patient/first")) {
                arrived.countDown();
                await(open);
            }
            return faults.apply(body);
        });
        CompletableFuture<Answer> first = send(message(1, patient("first")));
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Answer>> later = new ArrayList<>();
        later.add(send(second));
        org.awaitility.Awaitility.await().until(() -> shared.waiting() == 1);
        later.add(send(third));
        org.awaitility.Awaitility.await().until(() -> shared.waiting() == 2);
        open.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Delivered.class);
        List<Answer> answers = new ArrayList<>();
        for (CompletableFuture<Answer> one : later) {
            answers.add(one.get(10, TimeUnit.SECONDS));
        }
        return answers;
    }

    private CompletableFuture<Answer> send(Outbound message) {
        return CompletableFuture.supplyAsync(() -> shared.deliver(message), senders);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never opened");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outbound message(long intake, MappedBundle.Entry... entries) {
        StoredMessage message = new StoredMessage(
                intake, Kind.MESSAGE, 0, false, List.of(), 0, 0, Made.received("x"), Labels.none("hash"), null, null);
        return new Outbound(message, new MappedBundle(List.of(entries)));
    }

    private static MappedBundle.Entry patient(String id) {
        return entry("Patient", id, Owns.MERGE);
    }

    private static MappedBundle.Entry doctor() {
        return entry("Practitioner", "doctor", Owns.CREATE);
    }

    private static MappedBundle.Entry entry(String type, String id, Owns owns) {
        String json = "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"}";
        return new MappedBundle.Entry(type, id, owns, List.of(), json.getBytes(StandardCharsets.UTF_8));
    }
}
