package org.qantara.engine.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.Received;
import org.qantara.engine.pipeline.Mapper;
import org.qantara.mapping.KnownPatients;
import org.qantara.mapping.Lineage;
import org.qantara.mapping.MappedBundle;
import org.qantara.mapping.Mappings;

/**
 * What new maps would change: messages of the past are mapped with the maps of today and with new ones, and every leaf that differs
 * is counted under the rule that sets it and its place, {@code Patient.name.family}, without the index of lists. Holds no value: rules,
 * places and numbers only. Not thread-safe; one per comparison.
 */
public final class MapDiff {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Mappings today;
    private final Mappings proposed;
    private final Map<String, Change> changes = new TreeMap<>();
    private long messages;
    private long different;

    /** @param proposed the maps that are not in use yet */
    public MapDiff(Mappings today, Mappings proposed) {
        this.today = today;
        this.proposed = proposed;
    }

    /**
     * Leaves that differ at one place by one rule.
     *
     * @param rule the innermost rule that sets the leaf, {@code Patient gender (base/patient.yaml:12:3)}: the new maps' one, or that of
     *     today where the leaf goes; null where no rule is known, and for outcomes
     * @param place resource type and path, or {@code (outcome)} where one of the maps makes no Bundle
     * @param kind {@code added}, {@code removed}, {@code changed}; of an outcome: what it was and what it would be
     * @param leaves how many
     * @param example number of a message that shows it
     */
    public record Change(@Nullable String rule, String place, String kind, long leaves, long example) {}

    /** @param changes the most frequent first */
    public record Report(long messages, long different, List<Change> changes) {
        /** Freezes the list. */
        public Report {
            changes = List.copyOf(changes);
        }
    }

    /** Compares one message; {@code known} names the patients of its samples, for both maps alike. */
    public void add(long intake, Received received, KnownPatients known) {
        Mapper.Meaning before = Mapper.map(received, today, known);
        Mapper.Meaning after = Mapper.map(received, proposed, known);
        Map<String, String> old = leaves(before);
        Map<String, String> now = leaves(after);
        messages++;
        boolean same = before.getClass() == after.getClass() && old.equals(now);
        if (same) {
            return;
        }
        different++;
        if (before.getClass() != after.getClass()) {
            note(null, "(outcome)", word(before) + " -> " + word(after), intake);
            return;
        }
        Map<String, String> oldRules = rules(received, today, known);
        Map<String, String> newRules = rules(received, proposed, known);
        TreeSet<String> places = new TreeSet<>(old.keySet());
        places.addAll(now.keySet());
        for (String place : places) {
            String was = old.get(place);
            String is = now.get(place);
            if (!Objects.equals(was, is)) {
                String shown = place.replaceAll("\\[\\d+]", "").replaceFirst("^([A-Za-z]+)/[^.]*", "$1");
                String rule = (is == null ? oldRules : newRules).get(place);
                note(rule, shown, was == null ? "added" : is == null ? "removed" : "changed", intake);
            }
        }
    }

    /** The innermost rule of each leaf; asked only for messages that differ, because it takes several times as long. */
    private static Map<String, String> rules(Received received, Mappings maps, KnownPatients known) {
        Map<String, String> found = new HashMap<>();
        for (Lineage leaf : Mapper.explain(received, maps, known)) {
            if (!leaf.rules().isEmpty()) {
                Lineage.Rule rule = leaf.rules().get(leaf.rules().size() - 1);
                found.put(
                        leaf.reference() + leaf.path().replaceFirst("^[A-Za-z]+", ""),
                        rule.map() + " " + rule.target() + " (" + rule.file() + ":" + rule.line() + ":" + rule.column()
                                + ")");
            }
        }
        return found;
    }

    /** What was found so far. */
    public Report report() {
        List<Change> sorted = changes.values().stream()
                .sorted((one, other) -> Long.compare(other.leaves(), one.leaves()))
                .toList();
        return new Report(messages, different, sorted);
    }

    private void note(@Nullable String rule, String place, String kind, long intake) {
        changes.merge(
                rule + " " + place + " " + kind,
                new Change(rule, place, kind, 1, intake),
                (known, more) -> new Change(rule, place, kind, known.leaves() + 1, intake));
    }

    private static String word(Mapper.Meaning meaning) {
        if (meaning instanceof Mapper.Meaning.Impossible impossible) {
            String detail = impossible.fault().detail();
            return "quarantined" + (detail == null ? "" : " (" + detail + ")");
        }
        return meaning instanceof Mapper.Meaning.Nothing ? "handled" : "delivered";
    }

    private static Map<String, String> leaves(Mapper.Meaning meaning) {
        Map<String, String> found = new LinkedHashMap<>();
        if (meaning instanceof Mapper.Meaning.Bundle bundle) {
            for (MappedBundle.Entry entry : bundle.bundle().entries()) {
                String root = entry.type() + "/" + entry.id();
                found.put(root + ".(owns)", entry.owns().code());
                try {
                    leaves(JSON.readTree(entry.resource(null)), root, found);
                } catch (IOException e) {
                    throw new UncheckedIOException("the maps gave a resource that is no JSON", e);
                }
            }
        }
        return found;
    }

    private static void leaves(@Nullable JsonNode node, String path, Map<String, String> found) {
        if (node == null) {
            return;
        }
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> leaves(field.getValue(), path + "." + field.getKey(), found));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), path + "[" + i + "]", found);
            }
        } else {
            found.put(path, node.asText());
        }
    }
}
