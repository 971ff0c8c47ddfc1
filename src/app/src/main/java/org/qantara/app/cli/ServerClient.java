package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.RunFile;
import org.qantara.app.security.Access;
import org.qantara.app.security.Issuers;
import org.qantara.app.security.Trust;
import org.qantara.app.settings.Settings;

/** Talks to the process that runs on the same data folder, with a token signed by its key. */
final class ServerClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final String base;
    private final HttpClient http;
    private Duration patience = Duration.ofSeconds(60);

    ServerClient(Settings settings) {
        this.settings = settings;
        try {
            RunFile running = RunFile.alive(settings.dataFolder());
            this.base = running == null ? settings.httpBase() : running.url();
            SSLContext trust = Trust.context(settings.tls());
            var builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
            this.http = (trust == null ? builder : builder.sslContext(trust)).build();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, settings.dataFolder() + "/run.json cannot be read: " + e.getMessage());
        }
    }

    /** The same server with more patience. */
    ServerClient patient(Duration longest) {
        patience = longest;
        return this;
    }

    String base() {
        return base;
    }

    JsonNode get(String path, Access access) {
        return call("GET", path, null, access);
    }

    JsonNode post(String path, @Nullable JsonNode body, Access access) {
        return call("POST", path, body, access);
    }

    byte[] bytes(String path, Access access) {
        return send("GET", path, null, access);
    }

    /** What that media type has there. */
    byte[] bytes(String path, Access access, String accept) {
        return send("GET", path, null, access, accept);
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body, Access access) {
        byte[] answer = send(method, path, body, access);
        try {
            return answer.length == 0 ? JSON.nullNode() : JSON.readTree(answer);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, base + path + " did not answer in JSON");
        }
    }

    private byte[] send(String method, String path, @Nullable JsonNode body, Access access) {
        return send(method, path, body, access, "application/json, application/octet-stream;q=0.5");
    }

    private byte[] send(String method, String path, @Nullable JsonNode body, Access access, String accept) {
        String token = Issuers.signer(settings.tokens(), Clock.systemUTC()).sign(access, "cli", Duration.ofMinutes(5));
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 == 2) return response.body();
            throw new CommandFailure(
                    ExitCode.FAILED,
                    method + " " + base + path + " answered " + response.statusCode() + " " + said(response.body()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "nothing answers at " + base
                            + "; start it with './qantara run', or set QANTARA_DATA to its data folder");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "no answer from " + base + path + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted while waiting for " + base + path);
        }
    }

    /** The sentence of {@code {"error": "…"}}, or the first line of anything else. */
    private static String said(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            JsonNode json = JSON.readTree(text);
            if (json != null && json.path("error").isTextual())
                return json.path("error").asText();
        } catch (IOException e) {
            return text.lines().findFirst().orElse("");
        }
        return text.lines().findFirst().orElse("");
    }
}
