package org.qantara.tests.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.qantara.engine.delivery.Answer;
import org.qantara.engine.delivery.Destination;
import org.qantara.engine.delivery.FhirDestination;
import org.qantara.engine.delivery.Outbound;
import org.qantara.engine.delivery.SharedTransactions;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.message.Kind;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.MappedBundle;

/** How a mapped message reaches a server. Thread-safe. */
interface Way {

    /** What came of one sending. */
    enum Outcome {
        STORED,
        CONFLICT,
        FAILED
    }

    Outcome send(MappedBundle bundle, long intake);

    /** The engine's own delivery, one message per transaction. */
    static Way engine(String base) {
        return through(destination(base));
    }

    /** The engine's own delivery as it ships: messages that wait at once share a transaction. */
    static Way engineShared(String base, int messagesMax, int transactionsMax) {
        return through(new SharedTransactions(destination(base), messagesMax, transactionsMax));
    }

    /** As a client sends that leaves ids to the server. */
    static Way conditional(String base) {
        HttpClient http = HttpClient.newHttpClient();
        return (bundle, intake) -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base))
                    .header("Content-Type", "application/fhir+json; charset=utf-8")
                    .header("Accept", "application/fhir+json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            PlainBundle.of(bundle, Outbound.metaSource(MessageMix.FACILITY, intake))))
                    .build();
            try {
                HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 409 || answer.statusCode() == 412) {
                    return Outcome.CONFLICT;
                }
                if (answer.statusCode() >= 400) {
                    System.err.println(new String(answer.body(), StandardCharsets.UTF_8));
                }
                return answer.statusCode() < 300 ? Outcome.STORED : Outcome.FAILED;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        };
    }

    private static FhirDestination destination(String base) {
        return new FhirDestination("dpp", URI.create(base), () -> "", 60_000);
    }

    private static Way through(Destination destination) {
        Received received = new Received(
                FacilityRoute.of(MessageMix.FACILITY),
                "mllp",
                "hl7v2",
                "127.0.0.1:1",
                1,
                OffsetDateTime.now(),
                "UTF-8",
                "declared",
                null,
                null,
                new byte[0]);
        return (bundle, intake) -> {
            StoredMessage message = new StoredMessage(
                    intake, Kind.MESSAGE, 0, false, List.of(), 0, 0, received, Labels.none(""), null, null);
            Answer answer = destination.deliver(new Outbound(message, bundle));
            if (answer instanceof Answer.Delivered) {
                return Outcome.STORED;
            }
            if (answer instanceof Answer.Conflict) {
                return Outcome.CONFLICT;
            }
            System.err.println(answer);
            return Outcome.FAILED;
        };
    }
}
