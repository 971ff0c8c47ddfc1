package org.qantara.app.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.ledger.MessageRow;
import org.qantara.engine.message.FacilityRoute;
import org.qantara.engine.order.OrderedPatients;
import org.qantara.mapping.Facility;
import org.qantara.mapping.MapOutcome;
import org.qantara.mapping.SourceMessage;

/** Which resources a message writes, by its bytes and the maps that run now, and which of them the record holds. */
public final class WrittenResources {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IDS_PER_REQUEST = 50;

    private final EngineNode engine;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public WrittenResources(EngineNode engine) {
        this.engine = engine;
    }

    /** What the message writes, {@code Type/id}: the same ids as when it was delivered. */
    public List<String> of(MessageRow row) throws LedgerUnavailable {
        Optional<byte[]> body = engine.engine().messages().body(row.intake());
        if (body.isEmpty()) return List.of();
        FacilityRoute route = engine.engine().messages().route(row.intake()).orElse(FacilityRoute.of(row.facility()));
        var known = new OrderedPatients(engine.engine().orders(), route);
        String zone = route.option("zone");
        var facility = new Facility(
                route.code(),
                route.option("authority"),
                ZoneId.of(zone == null ? "Africa/Casablanca" : zone),
                Facility.NumbersRestart.of(route.option("numbersRestart")));
        MapOutcome outcome = engine.maps()
                .get()
                .map(new SourceMessage(
                        body.get(), Charset.forName(row.charset()), row.format(), facility, row.receivedAt(), known));
        known.check();
        return outcome instanceof MapOutcome.Mapped mapped
                ? mapped.bundle().entries().stream()
                        .map(entry -> entry.type() + "/" + entry.id())
                        .toList()
                : List.of();
    }

    /** Those of the Observations that the record holds. */
    public List<String> inRecord(List<String> references) {
        var found = new ArrayList<String>();
        for (int from = 0; from < references.size(); from += IDS_PER_REQUEST) {
            List<String> ids = references.subList(from, Math.min(references.size(), from + IDS_PER_REQUEST)).stream()
                    .map(reference -> reference.substring(reference.indexOf('/') + 1))
                    .toList();
            for (JsonNode entry : search(
                            "/Observation?_elements=id&_count=" + IDS_PER_REQUEST + "&_id=" + String.join(",", ids))
                    .path("entry"))
                found.add("Observation/" + entry.path("resource").path("id").asText());
        }
        return found;
    }

    private JsonNode search(String query) {
        try {
            var response = http.send(
                    HttpRequest.newBuilder(URI.create(engine.dppUrl() + query))
                            .timeout(Duration.ofSeconds(60))
                            .header("Authorization", "Bearer " + engine.token())
                            .header("Accept", "application/fhir+json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200)
                throw new IOException("the record answered " + response.statusCode() + " to a search");
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("the record cannot be asked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while the record was asked", e));
        }
    }
}
