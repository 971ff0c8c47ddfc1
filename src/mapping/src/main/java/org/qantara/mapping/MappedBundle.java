package org.qantara.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
        long size = 100;
        for (Entry entry : entries) {
            size += entry.resource.length + 500L + (metaSource == null ? 0 : metaSource.length());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(size, Integer.MAX_VALUE - 16));
        put(out, "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"");
        for (int i = 0; i < entries.size(); i++) {
            put(out, i == 0 ? ",\"entry\":[" : ",");
            entries.get(i).write(out, metaSource);
        }
        put(out, entries.isEmpty() ? "}" : "]}");
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
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
        private final byte[] resource;

        /**
         * @param removed top-level elements that the source emptied with {@code ""}
         * @param resource JSON that starts with resourceType, id and then, if there is one, meta
         */
        public Entry(String type, String id, Owns owns, List<String> removed, byte[] resource) {
            this.type = type;
            this.id = id;
            this.owns = owns;
            this.removed = List.copyOf(removed);
            this.resource = resource;
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

        /** The resource as UTF-8 JSON, with {@code meta.source} when one is given. */
        public byte[] resource(@Nullable String metaSource) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(resource.length + 128);
            writeResource(out, metaSource);
            return out.toByteArray();
        }

        private void writeResource(ByteArrayOutputStream out, @Nullable String metaSource) {
            if (metaSource == null) {
                out.writeBytes(resource);
                return;
            }
            int at = ("{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"").length();
            boolean more = resource[at] == ',';
            boolean meta = more
                    && Arrays.equals(
                            resource, at + 1, Math.min(resource.length, at + 1 + META.length), META, 0, META.length);
            out.write(resource, 0, at);
            String source = ",\"meta\":{\"source\":\"" + metaSource + "\"";
            put(out, meta ? source + "," : source + "}");
            int rest = meta ? at + 1 + META.length : at;
            out.write(resource, rest, resource.length - rest);
        }

        private void write(ByteArrayOutputStream out, @Nullable String metaSource) {
            put(out, "{\"fullUrl\":\"" + BASE + type + "/" + id + "\",\"resource\":");
            writeResource(out, metaSource);
            put(
                    out,
                    ",\"request\":{\"extension\":[{\"url\":\"urn:qantara:owns\",\"valueCode\":\"" + owns.code()
                            + "\"}");
            for (String element : removed) {
                put(out, ",{\"url\":\"urn:qantara:removed\",\"valueString\":\"" + element + "\"}");
            }
            put(out, "],\"method\":\"PUT\",\"url\":\"" + type + "/" + id + "\"");
            put(out, owns == Owns.CREATE ? ",\"ifNoneMatch\":\"*\"}}" : "}}");
        }
    }
}
