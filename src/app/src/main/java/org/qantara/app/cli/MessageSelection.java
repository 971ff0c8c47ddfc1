package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import picocli.CommandLine.Option;

/** The options that say which messages; every given one must hold. Names are those of {@code /api/messages}. */
final class MessageSelection {
    /** Names that {@code key=value} queries may use. */
    static final Set<String> NAMES = Set.of(
            "state",
            "facility",
            "type",
            "controlId",
            "error",
            "detail",
            "location",
            "patient",
            "visit",
            "order",
            "sample",
            "from",
            "to");

    private static final Set<String> OF_PATIENTS = Set.of("patient", "visit", "order", "sample");

    private final ObjectNode parts = new ObjectMapper().createObjectNode();

    @Option(names = "--state", description = "accepted, delivered, quarantined, duplicate, handled, discarded, refused")
    void state(@Nullable String value) {
        put("state", value);
    }

    @Option(names = "--facility", description = "code of the facility")
    void facility(@Nullable String value) {
        put("facility", value);
    }

    @Option(names = "--type", description = "for example ADT^A01")
    void type(@Nullable String value) {
        put("type", value);
    }

    @Option(names = "--control-id", description = "MSH-10, SOP Instance UID or the like")
    void controlId(@Nullable String value) {
        put("controlId", value);
    }

    @Option(names = "--error", description = "error code, for example MAPPING_FAILED")
    void error(@Nullable String value) {
        put("error", value);
    }

    @Option(names = "--kind", description = "qc, query or unmatched: what laboratories look for")
    void kind(String value) {
        error(QueueMatchCommand.errorOf(value));
    }

    @Option(names = "--detail", description = "finer code of the maps, for example CODE-UNMAPPED")
    void detail(@Nullable String value) {
        put("detail", value);
    }

    @Option(names = "--location", description = "where the error stands, for example PID-8")
    void location(@Nullable String value) {
        put("location", value);
    }

    @Option(names = "--patient", description = "local patient number (patient data: asked as admin)")
    void patient(@Nullable String value) {
        put("patient", value);
    }

    @Option(names = "--visit", description = "visit number (patient data: asked as admin)")
    void visit(@Nullable String value) {
        put("visit", value);
    }

    @Option(names = "--order", description = "placer, filler or accession number (patient data: asked as admin)")
    void order(@Nullable String value) {
        put("order", value);
    }

    @Option(names = "--sample", description = "specimen number (patient data: asked as admin)")
    void sample(@Nullable String value) {
        put("sample", value);
    }

    @Option(names = "--received-from", description = "received at or after: 2026-03-01 or 2026-03-01T08:00:00+01:00")
    void from(@Nullable String value) {
        put("from", value);
    }

    @Option(names = "--received-to", description = "received before")
    void to(@Nullable String value) {
        put("to", value);
    }

    /** A selection from text, {@code type=ORU^R01 facility=LAB-FES-01}. */
    static MessageSelection of(String query) {
        var selection = new MessageSelection();
        for (String part : query.strip().split("[\\s&]+")) {
            if (part.isEmpty()) continue;
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (equals < 1 || !NAMES.contains(name))
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "'" + part + "': expected name=value with one of "
                                + NAMES.stream().sorted().toList());
            selection.put(name, part.substring(equals + 1));
        }
        return selection;
    }

    MessageSelection put(String name, @Nullable String value) {
        if (value != null) parts.put(name, value);
        return this;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The role to ask with: only numbers of patients need more than an operator's. */
    Access access() {
        for (String name : OF_PATIENTS) if (parts.has(name)) return Access.ADMIN;
        return Access.OPERATOR;
    }

    /** As the body of an act. */
    ObjectNode json() {
        return parts.deepCopy();
    }

    /** As query parameters. */
    String parameters(int limit) {
        List<String> query = new ArrayList<>();
        parts.fields().forEachRemaining(part -> query.add(part.getKey() + "=" + encode(part.getValue())));
        query.add("limit=" + limit);
        return String.join("&", query);
    }

    private static String encode(JsonNode value) {
        return URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
    }
}
