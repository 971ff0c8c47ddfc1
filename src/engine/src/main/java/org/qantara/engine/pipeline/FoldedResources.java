package org.qantara.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Owns;

/**
 * A patient's messages, one after the other, as what they amount to: each resource once, under the number of the last message that
 * wrote it. So nothing in the set is older than anything else in it, and what messages outside the set wrote later still wins.
 */
final class FoldedResources {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Last(long intake, MappedBundle.Entry entry) {}

    private final Map<String, Last> resources = new LinkedHashMap<>();

    /** The next message of the patient, in the order of numbers. */
    void add(long intake, MappedBundle bundle) {
        for (MappedBundle.Entry entry : bundle.entries()) {
            resources.merge(
                    entry.type() + "/" + entry.id(),
                    new Last(intake, entry),
                    (earlier, later) -> later(earlier, later));
        }
    }

    /** One Bundle per message that still has something to say, in the order of numbers. */
    Map<Long, MappedBundle> bundles() {
        Map<Long, List<MappedBundle.Entry>> entries = new TreeMap<>();
        resources.values().forEach(last -> entries.computeIfAbsent(last.intake, i -> new ArrayList<>())
                .add(last.entry));
        Map<Long, MappedBundle> bundles = new TreeMap<>();
        entries.forEach((intake, list) -> bundles.put(intake, new MappedBundle(list)));
        return bundles;
    }

    private static Last later(Last earlier, Last later) {
        return switch (later.entry.owns()) {
            case REPLACE -> later;
            // a create never changes what is there
            case CREATE -> earlier;
            case MERGE ->
                earlier.entry.owns() == Owns.CREATE
                        ? later
                        : new Last(later.intake, merged(earlier.entry, later.entry));
        };
    }

    /**
     * Valued top-level elements of the later replace, but for those that it only fills; removed ones go, the rest stays; a replaced whole stays a
     * replaced whole.
     */
    private static MappedBundle.Entry merged(MappedBundle.Entry earlier, MappedBundle.Entry later) {
        try {
            ObjectNode whole = (ObjectNode) JSON.readTree(earlier.resource(null));
            ObjectNode news = (ObjectNode) JSON.readTree(later.resource(null));
            Set<String> fills = new LinkedHashSet<>(later.fills());
            fills.removeIf(whole::has); // what the earlier message said stays
            ObjectNode said = news.deepCopy()
                    .remove(later.fills().stream().filter(whole::has).toList());
            earlier.fills().stream().filter(element -> !said.has(element)).forEach(fills::add);
            whole.setAll(said);
            whole.remove(later.removed());
            Set<String> removed = new LinkedHashSet<>(earlier.removed());
            news.fieldNames().forEachRemaining(removed::remove);
            removed.addAll(later.removed());
            boolean replaces = earlier.owns() == Owns.REPLACE;
            return new MappedBundle.Entry(
                    later.type(),
                    later.id(),
                    earlier.owns(),
                    replaces ? List.of() : List.copyOf(removed),
                    replaces ? List.of() : List.copyOf(fills),
                    JSON.writeValueAsBytes(inOrder(whole)));
        } catch (IOException e) {
            throw new UncheckedIOException("the maps gave a resource that is no JSON", e);
        }
    }

    /** resourceType, id and meta first, as an entry has them. */
    private static ObjectNode inOrder(ObjectNode whole) {
        ObjectNode ordered = JSON.createObjectNode();
        for (String first : List.of("resourceType", "id", "meta")) {
            if (whole.has(first)) {
                ordered.set(first, whole.get(first));
            }
        }
        whole.fields().forEachRemaining(field -> {
            if (!ordered.has(field.getKey())) {
                ordered.set(field.getKey(), field.getValue());
            }
        });
        return ordered;
    }
}
