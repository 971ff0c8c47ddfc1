package org.qantara.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.InboundDoor;
import org.qantara.app.node.Node;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /api/inbound/<facility>}: one message of any format over HTTP into the facility's {@code http-inbound} route. The
 * credential decides which facility it speaks for (claim {@code facility}). 202 means stored; 4xx refused, bytes kept; 503 not
 * stored, send again.
 */
@RestController
class InboundApi {
    private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

    private final Node node;

    InboundApi(Node node) {
        this.node = node;
    }

    @PostMapping("/api/inbound/{facility}")
    ResponseEntity<Map<String, Object>> take(
            Authentication who,
            HttpServletRequest request,
            @PathVariable String facility,
            @RequestParam(required = false) @Nullable String format)
            throws IOException {
        if (!speaksFor(who, facility))
            return answer(
                    403,
                    "this credential does not speak for " + printable(facility)
                            + "; './qantara token --role sender --facility CODE' makes one that does");
        EngineNode engine = node.engine();
        if (engine == null) return answer(404, "no engine runs in this process: ask the one with --role engine");
        byte[] body;
        try (InputStream in = request.getInputStream()) {
            body = in.readNBytes(BODY_BYTES_MAX + 1);
        }
        if (body.length > BODY_BYTES_MAX) return answer(413, "the message is longer than " + BODY_BYTES_MAX + " bytes");
        InboundDoor.Verdict verdict = engine.inbound()
                .take(
                        facility,
                        format,
                        request.getContentType(),
                        request.getCharacterEncoding(),
                        request.getRemoteAddr() + ":" + request.getRemotePort(),
                        request.getLocalPort(),
                        body);
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("outcome", verdict.outcome());
        if (verdict.intake() != null) said.put("intake", verdict.intake());
        if (verdict.errorCode() != null) said.put("errorCode", verdict.errorCode());
        if (verdict.errorLocation() != null) said.put("errorLocation", verdict.errorLocation());
        if (verdict.errorText() != null) said.put("error", verdict.errorText());
        return ResponseEntity.status(verdict.httpStatus()).body(said);
    }

    /** Only a token that names the facility: operating the engine is not sending for a hospital. */
    private static boolean speaksFor(Authentication who, String facility) {
        return who instanceof JwtAuthenticationToken token
                && facility.equals(token.getToken().getClaimAsString("facility"));
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^A-Za-z0-9._-]", "?");
        return clean.length() <= 64 ? clean : clean.substring(0, 64);
    }

    private static ResponseEntity<Map<String, Object>> answer(int status, String error) {
        return ResponseEntity.status(status).body(Map.of("outcome", "not taken", "error", error));
    }
}
