package org.qantara.tests.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.qantara.tests.sink.SinkRequest.Entry;
import org.qantara.tests.sink.SinkRequest.Outcome;

/**
 * What the sink holds: the current version of each resource, written by the DPP's rules of ownership and intake numbers. A transaction is
 * applied whole or not at all. Not thread-safe.
 */
final class SinkStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As bytes: as a tree, a long run's resources would fill the memory. */
    private record Held(@Nullable String facility, long intake, byte[] json) {
        static Held of(ObjectNode resource) {
            return new Held(
                    SinkStore.facility(resource),
                    SinkStore.intake(resource),
                    resource.toString().getBytes(StandardCharsets.UTF_8));
        }

        ObjectNode resource() {
            try {
                return (ObjectNode) JSON.readTree(json);
            } catch (IOException e) {
                throw new IllegalStateException("what the sink holds is no JSON", e);
            }
        }
    }

    private final Map<String, Held> held = new TreeMap<>();

    /** A body that is not a transaction of PUTs. */
    static final class NotATransaction extends Exception {
        private static final long serialVersionUID = 1L;

        NotATransaction(String message) {
            super(message);
        }
    }

    /**
     * What became of a transaction.
     *
     * @param entries in the order of the Bundle
     * @param messages the same by the messages that share it, numbered on from the given number
     */
    record Applied(List<Entry> entries, List<SinkRequest> messages) {}

    private record Message(@Nullable String facility, long intake) {}

    /** Applies a Bundle. */
    Applied apply(long n, long at, byte[] body) throws NotATransaction {
        JsonNode bundle;
        try {
            bundle = JSON.readTree(body);
        } catch (IOException e) {
            throw new NotATransaction("the body is no JSON");
        }
        if (!bundle.path("resourceType").asText().equals("Bundle")
                || !bundle.path("type").asText().equals("transaction")) {
            throw new NotATransaction("the body is no Bundle of type transaction");
        }
        Map<String, Held> next = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        Map<Message, List<Entry>> byMessage = new LinkedHashMap<>();
        for (JsonNode entry : bundle.path("entry")) {
            Entry applied = apply(entry, next);
            entries.add(applied);
            JsonNode resource = entry.path("resource");
            byMessage
                    .computeIfAbsent(new Message(facility(resource), intake(resource)), message -> new ArrayList<>())
                    .add(applied);
        }
        held.putAll(next);
        List<SinkRequest> messages = new ArrayList<>();
        byMessage.forEach((message, own) ->
                messages.add(new SinkRequest(n + messages.size(), at, message.facility, message.intake, own)));
        return new Applied(entries, messages);
    }

    /** Takes a line of the log as it was applied before. */
    void replay(SinkRequest request) {
        for (Entry entry : request.entries()) {
            if (entry.json() != null) {
                try {
                    ObjectNode resource = (ObjectNode) JSON.readTree(entry.json());
                    held.put(entry.resource(), Held.of(resource));
                } catch (IOException e) {
                    throw new IllegalStateException("line " + request.n() + " of the log holds no JSON resource", e);
                }
            }
        }
    }

    @Nullable
    String current(String resource) {
        Held found = held.get(resource);
        return found == null ? null : new String(found.json, StandardCharsets.UTF_8);
    }

    int size() {
        return held.size();
    }

    private Entry apply(JsonNode entry, Map<String, Held> next) throws NotATransaction {
        JsonNode request = entry.path("request");
        String url = request.path("url").asText();
        if (!request.path("method").asText().equals("PUT")
                || !url.matches("[A-Za-z]+/[A-Za-z0-9.-]{1,64}")
                || !(entry.path("resource") instanceof ObjectNode resource)) {
            throw new NotATransaction("an entry is no PUT of a resource to Type/id");
        }
        if (next.containsKey(url)) {
            throw new NotATransaction("two entries write " + url);
        }
        String owns = extension(request, "urn:qantara:owns");
        Held before = held.get(url);
        if (before != null
                && before.facility != null
                && before.facility.equals(facility(resource))
                && before.intake > intake(resource)) {
            return new Entry(url, owns, Outcome.SUPERSEDED, null);
        }
        if (before != null && owns.equals("create")) {
            return new Entry(url, owns, Outcome.KEPT, null);
        }
        ObjectNode written =
                before != null && owns.equals("merge") ? merged(before.resource(), resource, request) : resource;
        next.put(url, Held.of(written));
        return new Entry(url, owns, Outcome.WRITTEN, written.toString());
    }

    private static ObjectNode merged(ObjectNode before, ObjectNode news, JsonNode request) {
        ObjectNode whole = before;
        for (JsonNode extension : request.path("extension")) {
            String element = extension.path("valueString").asText();
            if (extension.path("url").asText().equals("urn:qantara:fills") && whole.has(element)) {
                news.remove(element);
            }
        }
        whole.setAll(news);
        for (JsonNode extension : request.path("extension")) {
            if (extension.path("url").asText().equals("urn:qantara:removed")) {
                whole.remove(extension.path("valueString").asText());
            }
        }
        return whole;
    }

    private static String extension(JsonNode request, String url) {
        for (JsonNode extension : request.path("extension")) {
            if (extension.path("url").asText().equals(url)) {
                return extension.path("valueCode").asText("replace");
            }
        }
        return "replace";
    }

    private static @Nullable String facility(JsonNode resource) {
        String[] source = resource.path("meta").path("source").asText("").split(":");
        return source.length == 5 && source[2].equals("message") ? source[3] : null;
    }

    private static long intake(JsonNode resource) {
        String[] source = resource.path("meta").path("source").asText("").split(":");
        return source.length == 5 && source[4].matches("\\d{1,18}") ? Long.parseLong(source[4]) : 0;
    }
}
