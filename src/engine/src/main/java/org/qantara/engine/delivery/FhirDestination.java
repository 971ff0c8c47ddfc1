package org.qantara.engine.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.qantara.mapping.MappedBundle;

/**
 * A FHIR R4 server that takes transactions over HTTP (FHIR R4, RESTful API, section 3.1.0.11); documents go before, as {@link Documents} has them. Sending the same message again is
 * harmless: every entry is a PUT to a known id with the message's own number.
 */
public final class FhirDestination implements Destination {
    private static final int ANSWER_BYTES_MAX = 32 << 20;

    private final String name;
    private final URI base;
    private final Supplier<String> token;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param base where transactions are posted, {@code http://127.0.0.1:8080/fhir}
     * @param token bearer token for each request; empty for none
     * @param requestTimeoutMs longest wait for an answer
     */
    public FhirDestination(String name, URI base, Supplier<String> token, long requestTimeoutMs) {
        this.name = name;
        this.base = base;
        this.token = token;
        this.timeout = Duration.ofMillis(requestTimeoutMs);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Answer deliver(Outbound outbound) {
        MappedBundle bundle = Objects.requireNonNull(outbound.bundle(), "a FHIR destination takes Bundles");
        Documents documents = Documents.of(bundle);
        if (!documents.binaries().entries().isEmpty()) {
            Answer stored = post(documents.binaries().json(outbound.metaSource()), AnswerTable::read);
            if (!(stored instanceof Answer.Delivered)) {
                return stored;
            }
        }
        return post(documents.rest().json(outbound.metaSource()), AnswerTable::read);
    }

    /** Sends what several messages say as one transaction; empty when it was not taken as a whole, for whatever reason. */
    Optional<List<Answer>> deliverTogether(SharedBundle shared) {
        return post(
                shared.json(),
                (status, body, retryAfterMs) -> AnswerTable.readShared(status, body, shared.placesByMessage()),
                failure -> Optional.empty());
    }

    private Answer post(byte[] json, Reader<Answer> reader) {
        return post(json, reader, failure -> failure);
    }

    private <T> T post(byte[] json, Reader<T> reader, Function<Answer, T> otherwise) {
        HttpRequest request;
        try {
            request = request(json);
        } catch (RuntimeException e) {
            return otherwise.apply(
                    new Answer.Broken(null, "no token could be had for the destination: " + e.getMessage()));
        }
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return reader.read(response.statusCode(), body.readNBytes(ANSWER_BYTES_MAX), retryAfterMs(response));
            }
        } catch (IOException e) {
            return otherwise.apply(new Answer.Retry(
                    null, "no answer from the destination: " + e.getClass().getSimpleName(), 0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.apply(new Answer.Retry(null, "stopping", 0));
        }
    }

    /** What an answer's status, body and Retry-After say. */
    private interface Reader<T> {
        T read(int status, byte[] body, long retryAfterMs);
    }

    private HttpRequest request(byte[] json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base)
                .timeout(timeout)
                .header("Content-Type", "application/fhir+json; charset=utf-8")
                .header("Accept", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        String bearer = token.get();
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return request.build();
    }

    private static long retryAfterMs(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("");
        return value.matches("\\d{1,6}") ? Long.parseLong(value) * 1_000 : 0;
    }
}
