package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.EngineNode;
import org.qantara.app.node.Running;
import org.qantara.app.security.Access;
import org.qantara.engine.MessageState;
import org.qantara.engine.ledger.MessageRow;

/** What became of the demo's messages, with the resources that they wrote, each read back from the DPP. */
final class DemoTable {
    private final Running running;
    private final ServerClient dpp;

    DemoTable(Running running) {
        this.running = running;
        this.dpp = new ServerClient(running.settings());
    }

    /** Prints message → state → resources; true when every message is in the record. */
    boolean print(List<SampleFile> samples, Map<SampleFile, MessageRow> rows, PrintStream out) {
        var table = new TextTable("facility", "sample", "type", "state", "resources in the record");
        Set<String> urls = new LinkedHashSet<>();
        Map<String, String> facilities = new LinkedHashMap<>();
        boolean allIn = true;
        for (SampleFile sample : samples) {
            MessageRow row = rows.get(sample);
            String state = row == null ? "accepted" : row.state().word();
            boolean in =
                    row != null && (row.state() == MessageState.DELIVERED || row.state() == MessageState.DUPLICATE);
            List<String> resources = in && row != null ? readBack(sample, row) : List.of();
            allIn &= in && !resources.isEmpty();
            urls.addAll(resources);
            resources.forEach(resource -> facilities.put(resource, sample.facility()));
            table.row(
                    sample.facility(),
                    sample.file().getFileName(),
                    row == null || row.messageType() == null ? "" : row.messageType(),
                    state,
                    in ? counts(resources) : reason(row));
        }
        out.println();
        table.print(out);
        out.println();
        out.println(urls.size() + " resources, for example:");
        examples(urls).forEach(url -> out.println("  " + running.settings().httpBase() + "/fhir/" + url));
        DemoPersons.print(running, facilities, out);
        return allIn;
    }

    /** The message's resources by its own maps, each fetched: what is not there is not shown. */
    private List<String> readBack(SampleFile sample, MessageRow row) {
        var found = new ArrayList<String>();
        EngineNode engine = Objects.requireNonNull(running.node().engine());
        for (String reference : Hl7Files.resources(engine, sample, row)) {
            JsonNode resource = dpp.get("/fhir/" + reference, Access.READER);
            if (resource.path("id").asText().equals(reference.substring(reference.indexOf('/') + 1)))
                found.add(reference);
        }
        return found;
    }

    private static String counts(List<String> references) {
        var byType = new TreeMap<String, Integer>();
        for (String reference : references)
            byType.merge(reference.substring(0, reference.indexOf('/')), 1, Integer::sum);
        var text = new StringBuilder();
        byType.forEach((type, count) ->
                text.append(text.isEmpty() ? "" : ", ").append(type).append(count > 1 ? " x" + count : ""));
        return text.toString();
    }

    private static String reason(@Nullable MessageRow row) {
        if (row == null) return "no row in the ledger yet";
        return row.errorCode() == null ? "" : row.errorCode() + " " + row.errorLocation() + ": " + row.errorText();
    }

    private static List<String> examples(Set<String> urls) {
        var byType = new TreeMap<String, String>();
        urls.forEach(url -> byType.putIfAbsent(url.substring(0, url.indexOf('/')), url));
        return List.copyOf(byType.values());
    }
}
