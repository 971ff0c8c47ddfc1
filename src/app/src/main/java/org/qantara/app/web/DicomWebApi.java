package org.qantara.app.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Node;
import org.qantara.app.settings.Settings;
import org.qantara.connectors.dicom.dataset.CharacterSets;
import org.qantara.connectors.dicom.part10.StoredObject;
import org.qantara.connectors.dicom.web.MultipartRelated;
import org.qantara.connectors.dicom.web.StoredDocument;
import org.qantara.connectors.dicom.web.StoredPart10;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * DICOMweb over what the engine received (PS3.18): QIDO-RS (studies, series, instances) and WADO-RS (instances, metadata, bulk data), for
 * tokens that may read the record. Objects leave as they came: nothing is transcoded, data sets are byte-identical.
 */
@RestController
class DicomWebApi {
    private static final String DICOM = "application/dicom";
    private static final String DICOM_JSON = "application/dicom+json";
    private static final String OCTETS = "application/octet-stream";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Node node;
    private final String base;

    DicomWebApi(Node node, Settings settings) {
        this.node = node;
        this.base = settings.httpBase() + "/dicomweb";
    }

    private DicomWebIndex index() {
        return new DicomWebIndex(Engines.of(node).studies(), base);
    }

    @GetMapping("/dicomweb/studies")
    void studies(@RequestParam Map<String, String> query, HttpServletResponse response)
            throws IOException, LedgerUnavailable {
        DicomWebIndex.Asked asked = asked(query);
        answer(index().studies(asked), asked, response);
    }

    @GetMapping("/dicomweb/studies/{study}/series")
    void series(@PathVariable String study, @RequestParam Map<String, String> query, HttpServletResponse response)
            throws IOException, LedgerUnavailable {
        DicomWebIndex.Asked asked = asked(query);
        answer(index().series(study, asked), asked, response);
    }

    @GetMapping({"/dicomweb/studies/{study}/instances", "/dicomweb/studies/{study}/series/{series}/instances"})
    void instances(
            @PathVariable String study,
            @PathVariable(required = false) @Nullable String series,
            @RequestParam Map<String, String> query,
            HttpServletResponse response)
            throws IOException, LedgerUnavailable {
        DicomWebIndex.Asked asked = asked(query);
        answer(index().instances(study, series, asked), asked, response);
    }

    private static DicomWebIndex.Asked asked(Map<String, String> query) {
        try {
            return DicomWebIndex.asked(query);
        } catch (IllegalArgumentException e) {
            throw new ApiFailure(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static void answer(List<ObjectNode> found, DicomWebIndex.Asked asked, HttpServletResponse response)
            throws IOException {
        if (!asked.unknown().isEmpty())
            response.setHeader(
                    "Warning",
                    "299 qantara \"these parameters are not supported and were ignored: "
                            + asked.unknown().size() + "\"");
        ArrayNode all = JSON.createArrayNode();
        all.addAll(found);
        response.setContentType(DICOM_JSON);
        response.getOutputStream().write(JSON.writeValueAsBytes(all));
    }

    @GetMapping({
        "/dicomweb/studies/{study}",
        "/dicomweb/studies/{study}/series/{series}",
        "/dicomweb/studies/{study}/series/{series}/instances/{instance}"
    })
    void retrieve(
            @PathVariable String study,
            @PathVariable(required = false) @Nullable String series,
            @PathVariable(required = false) @Nullable String instance,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, LedgerUnavailable {
        List<StoredObject> objects = objects(study, series, instance);
        Acceptable acceptable = Acceptable.of(request.getHeader("Accept"), DICOM);
        for (StoredObject object : objects)
            if (!acceptable.syntax(object.meta().transferSyntaxUid()))
                throw new ApiFailure(
                        HttpStatus.NOT_ACCEPTABLE,
                        "objects leave in the transfer syntax in which they came: ask for transfer-syntax=*");
        if (instance != null && acceptable.single()) {
            response.setContentType(StoredPart10.contentType(objects.get(0)));
            StoredPart10.write(objects.get(0), response.getOutputStream());
            return;
        }
        try (OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16)) {
            var parts = new MultipartRelated(DICOM, out);
            response.setContentType(parts.contentType());
            for (StoredObject object : objects) {
                parts.begin(
                        StoredPart10.contentType(object),
                        index().url(study, series, object.meta().sopInstanceUid()));
                StoredPart10.write(object, out);
            }
            parts.end();
        }
    }

    @GetMapping({
        "/dicomweb/studies/{study}/metadata",
        "/dicomweb/studies/{study}/series/{series}/metadata",
        "/dicomweb/studies/{study}/series/{series}/instances/{instance}/metadata"
    })
    void metadata(
            @PathVariable String study,
            @PathVariable(required = false) @Nullable String series,
            @PathVariable(required = false) @Nullable String instance,
            HttpServletResponse response)
            throws IOException, LedgerUnavailable {
        Map<String, StoredObject> objects = objects(study, series, instance).stream()
                .collect(Collectors.toMap(object -> object.meta().sopInstanceUid(), object -> object));
        response.setContentType(DICOM_JSON);
        try (OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16)) {
            out.write('[');
            boolean first = true;
            for (ObjectNode one : index().instances(study, series, DicomWebIndex.ALL)) {
                StoredObject object = objects.get(one.at("/00080018/Value/0").asText());
                if (object == null) continue;
                if (!first) out.write(',');
                first = false;
                out.write(StoredPart10.metadata(
                        object,
                        CharacterSets.TRUSTING,
                        one.at("/00081190/Value/0").asText()));
            }
            out.write(']');
        }
    }

    @GetMapping("/dicomweb/studies/{study}/series/{series}/instances/{instance}/bulkdata")
    void bulkData(
            @PathVariable String study,
            @PathVariable String series,
            @PathVariable String instance,
            @RequestParam long offset,
            @RequestParam long length,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, LedgerUnavailable {
        StoredObject object = objects(study, series, instance).get(0);
        boolean single = Acceptable.of(request.getHeader("Accept"), OCTETS).single();
        try {
            if (single) {
                response.setContentType(OCTETS);
                StoredPart10.write(object, offset, length, response.getOutputStream());
                return;
            }
            OutputStream out = response.getOutputStream();
            var parts = new MultipartRelated(OCTETS, out);
            response.setContentType(parts.contentType());
            parts.begin(OCTETS, request.getRequestURL() + "?" + request.getQueryString());
            StoredPart10.write(object, offset, length, out);
            parts.end();
        } catch (IllegalArgumentException e) {
            throw new ApiFailure(HttpStatus.NOT_FOUND, "no bulk data there: take the BulkDataURI of the metadata");
        }
    }

    /** An encapsulated document as what it is (PS3.18 section 10.4.1.1.4); images are not rendered. */
    @GetMapping("/dicomweb/studies/{study}/series/{series}/instances/{instance}/rendered")
    void rendered(
            @PathVariable String study,
            @PathVariable String series,
            @PathVariable String instance,
            HttpServletResponse response)
            throws IOException, LedgerUnavailable {
        StoredObject object = objects(study, series, instance).get(0);
        StoredDocument document = StoredDocument.of(object)
                .orElseThrow(() -> new ApiFailure(
                        HttpStatus.NOT_ACCEPTABLE, "only encapsulated documents are rendered; ask for the instance"));
        response.setContentType(document.mediaType());
        response.setContentLengthLong(document.length());
        StoredPart10.write(object, document.offset(), document.length(), response.getOutputStream());
    }

    /** The stored objects; 404 when there is none. */
    private List<StoredObject> objects(String study, @Nullable String series, @Nullable String instance)
            throws IOException, LedgerUnavailable {
        EngineNode engine = Engines.node(node);
        var objects = new ArrayList<StoredObject>();
        for (String uid : index().instanceUids(study, series, instance))
            engine.imaging().instance(uid).ifPresent(objects::add);
        if (objects.isEmpty()) throw new ApiFailure(HttpStatus.NOT_FOUND, "nothing of that study is stored here");
        return objects;
    }

    /** What of an Accept header matters (PS3.18 section 8.7.4): one object bare or several in parts, and the transfer syntaxes. */
    record Acceptable(boolean single, List<String> syntaxes) {
        static Acceptable of(@Nullable String accept, String type) {
            boolean single = false;
            var syntaxes = new ArrayList<String>();
            for (String range : (accept == null ? "*/*" : accept).split(",")) {
                String bare = range.replaceFirst(";.*", "").strip();
                if (bare.equals(type)) single = true;
                var syntax = java.util.regex.Pattern.compile("transfer-syntax=\"?([0-9.*]+)")
                        .matcher(range);
                if (syntax.find()) syntaxes.add(syntax.group(1));
            }
            return new Acceptable(single, syntaxes);
        }

        boolean syntax(String uid) {
            return syntaxes.isEmpty() || syntaxes.contains("*") || syntaxes.contains(uid);
        }
    }
}
