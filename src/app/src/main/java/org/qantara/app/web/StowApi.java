package org.qantara.app.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.dicom.camel.DicomConsumer;
import org.qantara.connectors.dicom.dimse.StorageService;
import org.qantara.connectors.dicom.web.MultipartReader;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * STOW-RS (PS3.18 section 10.5): DICOM files over HTTP into the facility's {@code dicom-scp} route, stored and handed on like those of a
 * C-STORE. The credential decides which facility it speaks for (claim {@code facility}). 200 all stored, 202 some, 409 none, 503 send again.
 */
@RestController
class StowApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OUT_OF_RESOURCES = 0xA700;

    private final Node node;
    private final String base;

    StowApi(Node node, Settings settings) {
        this.node = node;
        this.base = settings.httpBase() + "/dicomweb";
    }

    @PostMapping({"/dicomweb/studies", "/dicomweb/studies/{study}"})
    void store(
            Authentication who,
            @PathVariable(required = false) @Nullable String study,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String facility =
                who instanceof JwtAuthenticationToken jwt ? jwt.getToken().getClaimAsString("facility") : null;
        if (facility == null)
            throw new ApiFailure(
                    HttpStatus.FORBIDDEN,
                    "this credential speaks for no facility; './qantara token --role sender --facility CODE' makes one that does");
        EngineNode engine = Engines.node(node);
        DicomConsumer route = engine.storing(facility)
                .orElseThrow(() ->
                        new ApiFailure(HttpStatus.NOT_FOUND, "no route of template dicom-scp runs for this facility"));
        String type = String.valueOf(request.getContentType());
        if (!type.startsWith("multipart/related"))
            throw new ApiFailure(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "expected multipart/related; type=\"application/dicom\"");
        var stored = JSON.createArrayNode();
        var failed = JSON.createArrayNode();
        boolean again = false;
        MultipartReader parts;
        try {
            parts = MultipartReader.of(request.getInputStream(), type);
        } catch (IOException e) {
            throw new ApiFailure(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        String peer = request.getRemoteAddr() + ":" + request.getRemotePort();
        for (MultipartReader.Part part = parts.next(); part != null; part = parts.next()) {
            StorageService.Stored one = route.store(part.body(), peer);
            if (one.isSuccess()) note(stored.addObject(), one, study);
            else {
                ObjectNode item = failed.addObject();
                note(item, one, null);
                element(item, "00081197", "US").add(one.status());
                again |= one.status() == OUT_OF_RESOURCES;
            }
        }
        engine.engine().associationReleased(peer);
        ObjectNode answer = JSON.createObjectNode();
        if (!stored.isEmpty()) element(answer, "00081199", "SQ").addAll(stored);
        if (!failed.isEmpty()) element(answer, "00081198", "SQ").addAll(failed);
        response.setStatus(failed.isEmpty() ? 200 : again ? 503 : stored.isEmpty() ? 409 : 202);
        response.setContentType("application/dicom+json");
        response.getOutputStream().write(JSON.writeValueAsBytes(answer));
    }

    private void note(ObjectNode item, StorageService.Stored one, @Nullable String study) {
        if (one.sopClassUid() != null) element(item, "00081150", "UI").add(one.sopClassUid());
        if (one.sopInstanceUid() != null) element(item, "00081155", "UI").add(one.sopInstanceUid());
        if (study != null) element(item, "00081190", "UR").add(base + "/studies/" + study);
    }

    private static ArrayNode element(ObjectNode dataset, String tag, String vr) {
        return dataset.putObject(tag).put("vr", vr).putArray("Value");
    }
}
