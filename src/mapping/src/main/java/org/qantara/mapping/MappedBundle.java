package org.qantara.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The FHIR R4 transaction Bundle of one message: one entry per resource id, the same bytes for the same message and maps.
 *
 * <p>The shape is fixed in {@code src/docs/architecture.md} section 3. Immutable.
 */
public final class MappedBundle {
    private final List<Entry> entries;

    public MappedBundle(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The resources in the order of the message. */
    public List<Entry> entries() {
        return entries;
    }

    /** The transaction as UTF-8 JSON, without {@code meta.source}. */
    public byte[] json() {
        return json(null);
    }

    /** The transaction as UTF-8 JSON with {@code meta.source} in every resource. */
    public byte[] json(@Nullable String metaSource) {
        List<byte[]> parts = new ArrayList<>(3 * entries.size() + 2);
        put(parts, "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"");
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).write(parts, i == 0 ? ",\"entry\":[" : ",", metaSource);
        }
        put(parts, entries.isEmpty() ? "}" : "]}");
        int size = 0;
        for (byte[] part : parts) {
            size = Math.addExact(size, part.length);
        }
        byte[] json = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, json, at, part.length);
            at += part.length;
        }
        return json;
    }

    private static void put(List<byte[]> parts, String text) {
        parts.add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One resource with what the message may do to it. Immutable. */
    public static final class Entry {
        /** Base of fullUrl: a name that never resolves (RFC 6761), because the Bundle is the same for every destination. */
        private static final String BASE = "http://dpp.invalid/fhir/";

        private static final byte[] META = "\"meta\":{".getBytes(StandardCharsets.UTF_8);
        private final String type;
        private final String id;
        private final Owns owns;
        private final List<String> removed;
        private final List<String> fills;
        private final byte[] resource;

        /**
         * @param removed top-level elements that the source emptied with {@code ""}
         * @param fills top-level elements that are written only where the record has none
         * @param resource JSON that starts with resourceType, id and then, if there is one, meta
         */
        public Entry(String type, String id, Owns owns, List<String> removed, List<String> fills, byte[] resource) {
            this.type = type;
            this.id = id;
            this.owns = owns;
            this.removed = List.copyOf(removed);
            this.fills = List.copyOf(fills);
            this.resource = resource;
        }

        /** An entry that fills nothing. */
        public Entry(String type, String id, Owns owns, List<String> removed, byte[] resource) {
            this(type, id, owns, removed, List.of(), resource);
        }

        /** Resource type, for example {@code Patient}. */
        public String type() {
            return type;
        }

        /** Logical id: a UUIDv5 over system and value of the business identifier. */
        public String id() {
            return id;
        }

        public Owns owns() {
            return owns;
        }

        public List<String> removed() {
            return removed;
        }

        public List<String> fills() {
            return fills;
        }

        /** The resource as UTF-8 JSON, with {@code meta.source} when one is given. */
        public byte[] resource(@Nullable String metaSource) {
            if (metaSource == null) {
                return resource.clone();
            }
            int at = ("{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"").length();
            boolean meta = resource[at] == ','
                    && Arrays.equals(
                            resource, at + 1, Math.min(resource.length, at + 1 + META.length), META, 0, META.length);
            String source = ",\"meta\":{\"source\":\"" + metaSource + (meta ? "\"," : "\"}");
            byte[] added = source.getBytes(StandardCharsets.UTF_8);
            int rest = meta ? at + 1 + META.length : at;
            byte[] out = new byte[at + added.length + resource.length - rest];
            System.arraycopy(resource, 0, out, 0, at);
            System.arraycopy(added, 0, out, at, added.length);
            System.arraycopy(resource, rest, out, at + added.length, resource.length - rest);
            return out;
        }

        private void write(List<byte[]> parts, String before, @Nullable String metaSource) {
            put(parts, before + "{\"fullUrl\":\"" + BASE + type + "/" + id + "\",\"resource\":");
            parts.add(metaSource == null ? resource : resource(metaSource));
            StringBuilder request = new StringBuilder(200)
                    .append(",\"request\":{\"extension\":[{\"url\":\"urn:qantara:owns\",\"valueCode\":\"")
                    .append(owns.code())
                    .append("\"}");
            removed.forEach(element -> said(request, "urn:qantara:removed", element));
            fills.forEach(element -> said(request, "urn:qantara:fills", element));
            request.append("],\"method\":\"PUT\",\"url\":\"")
                    .append(type)
                    .append('/')
                    .append(id)
                    .append(owns == Owns.CREATE ? "\",\"ifNoneMatch\":\"*\"}}" : "\"}}");
            put(parts, request.toString());
        }

        private static void said(StringBuilder request, String url, String element) {
            request.append(",{\"url\":\"")
                    .append(url)
                    .append("\",\"valueString\":\"")
                    .append(element)
                    .append("\"}");
        }
    }
}
