package org.qantara.tests.bench.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a Bundle says: every leaf as {@code Patient.name.family = Everywoman}. Left out is what says nothing about the patient: ids,
 * meta, narrative. A reference says which type it refers to. Numbers and times are written one way, so that 190 and 190.0 are equal.
 *
 * @param all the leaves
 * @param values their right sides
 */
record Facts(Set<String> all, Set<String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Facts of(byte[] bundle) throws IOException {
        Facts facts = new Facts(new TreeSet<>(), new TreeSet<>());
        for (JsonNode entry : JSON.readTree(bundle).path("entry")) {
            JsonNode resource = entry.path("resource");
            String type = resource.path("resourceType").asText();
            resource.fields().forEachRemaining(field -> {
                if (!Set.of("resourceType", "id", "meta", "text").contains(field.getKey())) {
                    facts.read(field.getValue(), type + "." + field.getKey());
                }
            });
        }
        return facts;
    }

    private void read(JsonNode node, String path) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> read(field.getValue(), path + "." + field.getKey()));
        } else if (node.isArray()) {
            node.forEach(item -> read(item, path));
        } else {
            String value = path.endsWith(".reference")
                    ? node.asText().replaceFirst("/.*", "")
                    : normal(node.isNumber() ? node.decimalValue().toPlainString() : node.asText(), path);
            all.add(path + " = " + value);
            values.add(value);
        }
    }

    private static String normal(String text, String path) {
        if (text.matches("-?\\d{1,15}(\\.\\d+)?")) {
            return new BigDecimal(text).stripTrailingZeros().toPlainString();
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)")) {
            return OffsetDateTime.parse(text).toInstant().toString();
        }
        return path.endsWith("telecom.value") && !text.contains("@") ? text.replaceAll("\\D", "") : text.strip();
    }

    /** The value of a fact. */
    static String value(String fact) {
        return fact.substring(fact.indexOf(" = ") + 3);
    }
}
