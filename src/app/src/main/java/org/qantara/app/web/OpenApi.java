package org.qantara.app.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/openapi}: the description of {@code /api} (OpenAPI 3.1). Written by hand; a test holds it to what is mapped. */
@RestController
class OpenApi {
    @GetMapping(path = "/api/openapi", produces = "application/yaml")
    byte[] document() {
        try (var in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("/web/openapi.yaml"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
