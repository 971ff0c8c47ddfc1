package org.qantara.tests.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/**
 * The same resources as a client sends them that leaves ids to the server: {@code urn:uuid:} placeholders, conditional update by the business identifier,
 * conditional create where a message only mentions something. A resource without an identifier of its own gets one: without it nothing could be
 * found again and a repeated message would double it.
 */
final class PlainBundle {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** R4 gives them no identifier: each is new. */
    private static final Set<String> NAMELESS = Set.of("Provenance", "MessageHeader");

    private PlainBundle() {}

    static byte[] of(MappedBundle mapped, String metaSource) {
        ObjectNode bundle = JSON.createObjectNode();
        bundle.put("resourceType", "Bundle").put("type", "transaction");
        ArrayNode entries = bundle.putArray("entry");
        Map<String, String> placeholders = new HashMap<>();
        mapped.entries().forEach(entry -> placeholders.put(entry.type() + "/" + entry.id(), "urn:uuid:" + entry.id()));
        try {
            for (MappedBundle.Entry mappedEntry : mapped.entries()) {
                ObjectNode resource = (ObjectNode) JSON.readTree(mappedEntry.resource(metaSource));
                resource.remove("id");
                relink(resource, placeholders);
                ObjectNode entry = entries.addObject();
                entry.put("fullUrl", "urn:uuid:" + mappedEntry.id());
                entry.set("resource", resource);
                ObjectNode request = entry.putObject("request");
                if (NAMELESS.contains(mappedEntry.type())) {
                    request.put("method", "POST").put("url", mappedEntry.type());
                    continue;
                }
                String query =
                        "identifier=" + URLEncoder.encode(identifier(resource, mappedEntry), StandardCharsets.UTF_8);
                if (mappedEntry.owns() == Owns.CREATE) {
                    request.put("method", "POST").put("url", mappedEntry.type()).put("ifNoneExist", query);
                } else {
                    request.put("method", "PUT").put("url", mappedEntry.type() + "?" + query);
                }
            }
            return JSON.writeValueAsBytes(bundle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String identifier(ObjectNode resource, MappedBundle.Entry entry) {
        for (JsonNode identifier : resource.path("identifier")) {
            if (identifier.hasNonNull("system") && identifier.hasNonNull("value")) {
                return identifier.get("system").asText() + "|"
                        + identifier.get("value").asText();
            }
        }
        ArrayNode identifiers =
                resource.has("identifier") ? (ArrayNode) resource.get("identifier") : resource.putArray("identifier");
        identifiers.addObject().put("system", "urn:bench:id").put("value", entry.id());
        return "urn:bench:id|" + entry.id();
    }

    private static void relink(JsonNode node, Map<String, String> placeholders) {
        if (node instanceof ObjectNode object && object.hasNonNull("reference")) {
            String reference = object.get("reference").asText();
            object.put("reference", placeholders.getOrDefault(reference, reference));
        }
        node.forEach(child -> relink(child, placeholders));
    }
}
