package org.qantara.app.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import org.qantara.app.settings.TokenSettings.ClientCredentials;

/** Asks a login server for the engine's token: client credentials grant, RFC 6749 section 4.4. */
final class ClientCredentialsIssuer implements Supplier<EngineToken.Issued> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ClientCredentials client;
    private final HttpClient http;
    private final Clock clock;

    ClientCredentialsIssuer(ClientCredentials client, HttpClient http, Clock clock) {
        this.client = client;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public EngineToken.Issued get() {
        try {
            // read each time, so that a rotated secret needs no restart
            String secret = Files.readString(client.secretFile()).strip();
            String basic = Base64.getEncoder()
                    .encodeToString(
                            (encode(client.clientId()) + ":" + encode(secret)).getBytes(StandardCharsets.UTF_8));
            var request = HttpRequest.newBuilder(client.tokenUrl())
                    .timeout(TIMEOUT)
                    .header("Authorization", "Basic " + basic)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "grant_type=client_credentials&scope=" + encode(Access.ENGINE.scopeClaim())))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200)
                throw new IOException(
                        client.tokenUrl() + " answered " + response.statusCode() + " to client '" + client.clientId()
                                + "': expected 200 with an access_token; check the client's secret and scopes");
            JsonNode body = new ObjectMapper().readTree(response.body());
            String token = body.path("access_token").asText("");
            if (token.isEmpty()) throw new IOException(client.tokenUrl() + " answered 200 without an access_token");
            return new EngineToken.Issued(
                    token, clock.instant().plusSeconds(body.path("expires_in").asLong(300)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + client.tokenUrl() + " for a token", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
