package org.qantara.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.qantara.app.security.Access;
import org.qantara.app.security.Issuers;
import org.qantara.app.settings.TokenSettings;

/** Reads a server over HTTP as a foreign client would, with a token signed by the installation's key. */
public final class Fhir {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final TokenSettings tokens;

    /** @param base {@code http://127.0.0.1:8080} */
    public Fhir(String base, TokenSettings tokens) {
        this.base = base;
        this.tokens = tokens;
    }

    public String token(Access access) {
        return Issuers.signer(tokens, Clock.systemUTC()).sign(access, "test", Duration.ofMinutes(30));
    }

    /** GET with a token of that role. */
    public HttpResponse<String> get(String path, Access access) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token(access))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** POST of a JSON body with a token of that role. */
    public HttpResponse<String> post(String path, Object body, Access access) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token(access))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Any method without a credential. */
    public HttpResponse<String> anonymous(String method, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The JSON of a 200, anything else fails the test with what was said. */
    public JsonNode json(String path, Access access) throws IOException, InterruptedException {
        var response = get(path, access);
        if (response.statusCode() != 200)
            throw new AssertionError("GET " + path + " answered " + response.statusCode() + ": " + response.body());
        return JSON.readTree(response.body());
    }

    /**
     * Every version of every resource of a type, each resource's in the order in which they were written. Asked resource by resource: a
     * partitioned store has no history of a type.
     */
    public List<JsonNode> history(String type) throws IOException, InterruptedException {
        var versions = new ArrayList<JsonNode>();
        for (JsonNode current : search(type + "?_count=200&_elements=id")) {
            List<JsonNode> newestFirst = search(type + "/" + current.path("id").asText() + "/_history?_count=200");
            java.util.Collections.reverse(newestFirst);
            versions.addAll(newestFirst);
        }
        return versions;
    }

    /** The resources of a search, all pages. */
    public List<JsonNode> search(String query) throws IOException, InterruptedException {
        var found = new ArrayList<JsonNode>();
        JsonNode page = json("/fhir/" + query, Access.READER);
        while (true) {
            page.path("entry").forEach(entry -> found.add(entry.path("resource")));
            String next = null;
            for (JsonNode link : page.path("link"))
                if (link.path("relation").asText().equals("next"))
                    next = link.path("url").asText();
            if (next == null) return found;
            URI uri = URI.create(next);
            page = json(uri.getRawPath() + "?" + uri.getRawQuery(), Access.READER);
        }
    }
}
