package org.qantara.tests.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qantara.tests.sink.SinkRequest.Outcome;

class SinkIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private static String bundle(long intake, String owns, String... nameAndMore) {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < nameAndMore.length; i += 2) {
            entries.append(i == 0 ? "" : ",")
                    .append("{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"")
                    .append(nameAndMore[i])
                    .append("\",\"meta\":{\"source\":\"urn:qantara:message:CHU:")
                    .append(intake)
                    .append("\"}")
                    .append(nameAndMore[i + 1])
                    .append("},\"request\":{\"extension\":[{\"url\":\"urn:qantara:owns\",\"valueCode\":\"")
                    .append(owns)
                    .append("\"}],\"method\":\"PUT\",\"url\":\"Patient/")
                    .append(nameAndMore[i])
                    .append("\"}}");
        }
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}";
    }

    private static HttpResponse<String> post(URI base, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(base)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void appliesLikeTheDppAndHoldsItOverAKill() throws Exception {
        Path log = folder.resolve("sink.log");
        try (Sink sink = Sink.start(log)) {
            assertThat(post(sink.base(), bundle(10, "replace", "a", ",\"gender\":\"male\",\"active\":true"))
                            .statusCode())
                    .isEqualTo(200);
            post(sink.base(), bundle(11, "merge", "a", ",\"gender\":\"female\""));
            post(sink.base(), bundle(11, "create", "a", ",\"gender\":\"other\""));
            assertThat(post(sink.base(), bundle(9, "replace", "a", "")).body()).contains("superseded");
            sink.kill();
            Files.writeString(log, "{\"n\":99,\"half a li", StandardOpenOption.APPEND);
            sink.restart();
            assertThat(sink.current("Patient/a").orElseThrow())
                    .contains("\"gender\":\"female\"")
                    .contains("\"active\":true")
                    .contains(":11\"");
            post(sink.base(), bundle(12, "replace", "b", ""));
            assertThat(sink.log()).extracting(SinkRequest::n).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(sink.log())
                    .extracting(request -> request.entries().get(0).outcome())
                    .containsExactly(
                            Outcome.WRITTEN, Outcome.WRITTEN, Outcome.KEPT, Outcome.SUPERSEDED, Outcome.WRITTEN);
            SinkProof proof = SinkProof.of(sink.log());
            assertThat(proof.inversions()).as("the late one").isEqualTo(1);
            assertThat(proof.doubled()).as("11 came with two contents").isEqualTo(1);
            assertThat(proof.lost("CHU", List.of(9L, 12L, 13L))).containsExactly(13L);
        }
    }

    @Test
    void whatIsNoTransactionIsRefusedAndNothingOfItIsApplied() throws Exception {
        try (Sink sink = Sink.start(folder.resolve("sink.log"))) {
            assertThat(post(sink.base(), "no json").statusCode()).isEqualTo(400);
            assertThat(post(sink.base(), bundle(1, "replace", "a", "", "a", "")).body())
                    .contains("two entries write Patient/a");
            assertThat(sink.state()).isEqualTo(new Sink.State(2, 0, 0, 0));
        }
    }

    @Test
    void makesTheFaultsItIsTold() throws Exception {
        try (Sink sink = Sink.start(folder.resolve("sink.log"))) {
            sink.fault(SinkFault.answer(429).withTimes(1).withRetryAfterS(3));
            HttpResponse<String> busy = post(sink.base(), bundle(1, "replace", "a", ""));
            assertThat(busy.statusCode()).isEqualTo(429);
            assertThat(busy.headers().firstValue("Retry-After")).contains("3");
            sink.fault(SinkFault.garbage().withMatch("Patient/b"));
            assertThat(post(sink.base(), bundle(2, "replace", "b", "")).body()).startsWith("<html>");
            assertThat(post(sink.base(), bundle(3, "replace", "a", "")).body()).contains("transaction-response");
            sink.heal();
            assertThat(sink.state().applied()).isEqualTo(1);
            sink.fault(SinkFault.drop().withTimes(1));
            // Java's client repeats nothing: a POST is not idempotent
            assertThatThrownBy(() -> post(sink.base(), bundle(4, "replace", "a", "")))
                    .isInstanceOf(IOException.class);
            sink.fault(SinkFault.loseAnswer().withTimes(1));
            assertThatThrownBy(() -> post(sink.base(), bundle(5, "replace", "a", "")))
                    .isInstanceOf(IOException.class);
            assertThat(SinkProof.of(sink.log()).numbers().get("CHU")).containsExactly(3L, 5L);
            sink.fault(SinkFault.halt());
            assertThatThrownBy(() -> post(sink.base(), bundle(6, "replace", "a", "")))
                    .isInstanceOf(IOException.class);
            sink.awaitDeath();
            assertThat(SinkProof.of(sink.log()).numbers().get("CHU")).containsExactly(3L, 5L, 6L);
            sink.restart();
            assertThat(sink.state().applied()).isEqualTo(3);
        }
    }
}
