package org.qantara.engine.simulation;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One message of a schedule as it was meant.
 *
 * @param writes what it says, by resource: {@code Patient/p0}
 * @param first the number of the message that it repeats to the byte; null for whatever is new
 */
record Letter(
        long number, Fate fate, boolean bulk, String patient, SortedMap<String, String> writes, @Nullable Long first) {
    /** What is bound to become of it. */
    enum Fate {
        /** Delivered. */
        GOOD,
        /** Quarantined, until the maps are mended. */
        UNMAPPABLE,
        /** The record answers 422. */
        REJECTED,
        /** The record answers 500, whatever else it takes. */
        POISON,
        /** Recognised. */
        RETRANSMISSION
    }

    /** The bytes of the message: its maps read them. */
    String body() {
        StringBuilder out = new StringBuilder(fate == Fate.UNMAPPABLE ? "unmappable" : "good");
        writes.forEach((resource, content) ->
                out.append('|').append(resource).append('=').append(content));
        return out.toString();
    }

    /** What a body says. */
    static Map<String, String> read(String body) {
        Map<String, String> writes = new TreeMap<>();
        String[] parts = body.split("\\|");
        for (int part = 1; part < parts.length; part++) {
            int equals = parts[part].indexOf('=');
            writes.put(parts[part].substring(0, equals), parts[part].substring(equals + 1));
        }
        return writes;
    }

    /** A resource as the maps make it. */
    static String json(String resource, String content) {
        int slash = resource.indexOf('/');
        return "{\"resourceType\":\"" + resource.substring(0, slash) + "\",\"id\":\"" + resource.substring(slash + 1)
                + "\",\"v\":\"" + content + "\"}";
    }
}
