package org.qantara.engine.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/**
 * The documents in a message, taken out of the resources that name them: each is a Binary whose id is the SHA-256 of its bytes in hexadecimal, so
 * that the same document is one Binary however often it is sent. The Binaries go before the transaction; what a failure between the two
 * leaves is a Binary that nothing names, and the repetition finds it.
 *
 * @param binaries to be created where they are not there, in the order of the message
 * @param rest the message's own resources in their order, with {@code url} in place of {@code data}
 */
record Documents(MappedBundle binaries, MappedBundle rest) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TYPES = Set.of("DocumentReference", "DiagnosticReport");
    private static final byte[] DATA = "\"data\":".getBytes(StandardCharsets.UTF_8);

    static Documents of(MappedBundle bundle) {
        Map<String, MappedBundle.Entry> binaries = new LinkedHashMap<>();
        List<MappedBundle.Entry> rest = new ArrayList<>();
        for (MappedBundle.Entry entry : bundle.entries()) {
            rest.add(TYPES.contains(entry.type()) ? without(entry, binaries) : entry);
        }
        return binaries.isEmpty()
                ? new Documents(new MappedBundle(List.of()), bundle)
                : new Documents(new MappedBundle(List.copyOf(binaries.values())), new MappedBundle(rest));
    }

    private static MappedBundle.Entry without(MappedBundle.Entry entry, Map<String, MappedBundle.Entry> binaries) {
        byte[] json = entry.resource(null);
        if (!contains(json)) {
            return entry;
        }
        try {
            ObjectNode resource = (ObjectNode) JSON.readTree(json);
            boolean changed = false;
            for (JsonNode content : resource.path("content")) {
                changed |= take(content.path("attachment"), binaries);
            }
            for (JsonNode form : resource.path("presentedForm")) {
                changed |= take(form, binaries);
            }
            return changed
                    ? new MappedBundle.Entry(
                            entry.type(),
                            entry.id(),
                            entry.owns(),
                            entry.removed(),
                            entry.fills(),
                            JSON.writeValueAsBytes(resource))
                    : entry;
        } catch (IOException e) {
            throw new UncheckedIOException("the maps gave a resource that is no JSON", e);
        }
    }

    private static boolean take(JsonNode attachment, Map<String, MappedBundle.Entry> binaries) throws IOException {
        byte @Nullable [] bytes = bytes(attachment.path("data").asText(""));
        if (bytes == null || !(attachment instanceof ObjectNode object)) {
            return false;
        }
        String id = HexFormat.of().formatHex(digest("SHA-256", bytes));
        ObjectNode binary = JSON.createObjectNode();
        binary.put("resourceType", "Binary");
        binary.put("id", id);
        binary.put("contentType", attachment.path("contentType").asText("application/octet-stream"));
        binary.put("data", attachment.path("data").asText());
        binaries.putIfAbsent(
                id, new MappedBundle.Entry("Binary", id, Owns.CREATE, List.of(), JSON.writeValueAsBytes(binary)));
        object.remove("data");
        object.put("url", "Binary/" + id);
        object.put("size", bytes.length);
        object.put("hash", Base64.getEncoder().encodeToString(digest("SHA-1", bytes))); // FHIR R4, Attachment.hash
        return true;
    }

    /** Null for nothing, and for what is no Base64: that stays where it is. */
    private static byte @Nullable [] bytes(String base64) {
        if (base64.isEmpty()) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static boolean contains(byte[] json) {
        for (int i = 0; i <= json.length - DATA.length; i++) {
            if (json[i] == DATA[0] && Arrays.equals(json, i, i + DATA.length, DATA, 0, DATA.length)) {
                return true;
            }
        }
        return false;
    }
}
