package org.qantara.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.qantara.mapping.hl7v2.Hl7Unreadable;
import org.qantara.mapping.hl7v2.Spans;

/**
 * What must hold of the lineage of every mapped message: one entry per leaf of the output, each with its rules; and the bytes that an
 * entry names, decoded, contain the value or the source code of the table row that gave it. A value that the bytes do not contain as
 * it is must be made of them by a function: dates, addresses, joined texts; those are compared by their letters and digits.
 */
final class LineageProperty {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LineageProperty() {}

    /** Everything that does not hold; entries hold no more than the message does. */
    static List<String> broken(SourceMessage message, Explanation explained) throws IOException, Hl7Unreadable {
        MappedBundle bundle = ((MapOutcome.Mapped) explained.outcome()).bundle();
        List<String> broken = new ArrayList<>();
        int leaves = 0;
        for (MappedBundle.Entry entry : bundle.entries()) {
            leaves += leaves(JSON.readTree(entry.resource(null))) - 2; // resourceType and id
        }
        if (explained.lineage().size() != leaves) {
            broken.add(explained.lineage().size() + " entries for " + leaves + " leaves");
        }
        Spans spans = new Spans(message);
        for (Lineage leaf : explained.lineage()) {
            // what FHIR demands and nobody said is marked by the engine, not by a rule
            boolean mark = leaf.path().matches(".*\\.extension\\[\\d+]\\.(url|valueCode)")
                    && (leaf.value().endsWith("/data-absent-reason")
                            || leaf.value().equals("unknown"));
            if (leaf.rules().isEmpty() && !mark) {
                broken.add(leaf + " has no rule");
            }
            if (!leaf.sources().isEmpty() && !holds(leaf, spans)) {
                broken.add(leaf.toString());
            }
        }
        return broken;
    }

    private static boolean holds(Lineage leaf, Spans spans) {
        List<String> read = leaf.sources().stream()
                .map(s -> spans.decoded(s.start(), s.end()))
                .toList();
        if (leaf.path().endsWith(".reference") && leaf.value().matches("[A-Za-z]+/[0-9a-f-]{36}")) {
            return read.stream().anyMatch(text -> !text.isBlank()); // the id is a hash over the key's bytes
        }
        if (List.of("true", "false").contains(leaf.value())) {
            return read.stream()
                    .anyMatch(text -> "YNTF10".contains(text.substring(0, 1).toUpperCase(Locale.ROOT)));
        }
        boolean row = leaf.rows().stream()
                .anyMatch(r -> r.source().equals("else") || read.stream().anyMatch(text -> text.contains(r.source())));
        return row || read.stream().anyMatch(text -> text.contains(leaf.value())) || made(leaf.value(), read);
    }

    /** Whether every run of letters and digits of a value comes from the texts; what a function adds of its own is known. */
    private static boolean made(String value, List<String> read) {
        String all = signs(read.stream().collect(Collectors.joining(" ")));
        if (value.matches("(http://terminology.hl7.org/CodeSystem/v2-|urn:qantara:coding:[^:]+:HL7)\\d{4}")) {
            return true; // the source's code is in that table, or a facility's own one in its place
        }
        String known = value.replaceFirst("^urn:(oid|uuid|qantara:[a-z]+:[^:]*):?", "")
                .replaceFirst("^<div xmlns=\"http://www.w3.org/1999/xhtml\">(.*)</div>$", "$1")
                .replaceAll("&(lt|gt|quot|amp);", " ")
                .replaceFirst(" X(?=\\d+$)", " "); // an extension, as the guide writes it
        for (String run : known.split("[^\\p{L}\\p{N}]+")) {
            String trimmed = run.replaceFirst("^0+(?=.)", "").replaceFirst("(?<=\\d)T(?=\\d)|Z$", " ");
            for (String part : trimmed.split(" ")) {
                if (!all.contains(signs(part)) && !all.contains(signs(part).replaceAll("^0+|0+$", ""))) {
                    return dates(value, read);
                }
            }
        }
        return true;
    }

    /** A date or time with what FHIR adds: the zone, seconds, and minutes of an hour. */
    private static boolean dates(String value, List<String> read) {
        String digits = value.replaceAll("([T].*?)([+-]\\d\\d:\\d\\d|Z)$", "$1").replaceAll("\\D", "");
        boolean time = value.matches("\\d{4}(-\\d\\d(-\\d\\d(T.*)?)?)?|\\d\\d:\\d\\d.*");
        String source = signs(String.join("", read)).replaceAll("\\D", "");
        return time
                && !source.isEmpty()
                && (digits.startsWith(source.substring(0, Math.min(10, source.length()))) || source.contains(digits));
    }

    private static String signs(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }

    private static int leaves(JsonNode node) {
        if (!node.isContainerNode()) {
            return node.isNull() ? 0 : 1;
        }
        int leaves = 0;
        for (JsonNode child : node) {
            leaves += leaves(child);
        }
        return leaves;
    }
}
