package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;

/** {@code map --from-ledger QUERY --mappings NEW --diff}: what new maps would change in past traffic, by rule. Sends and writes nothing. */
final class LedgerDiff {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private LedgerDiff() {}

    /** 0 when nothing would change, 1 when something would. */
    static int print(String query, Path mappings, int limit, boolean json) {
        MessageSelection selection = MessageSelection.of(query);
        var body = new ObjectMapper()
                .createObjectNode()
                .put("mappings", mappings.toAbsolutePath().normalize().toString());
        body.set("selection", selection.json().put("limit", limit));
        JsonNode report = new ServerClient(Settings.fromEnvironment(Role.ALL))
                .patient(PATIENCE)
                .post("/api/messages/what-would-change", body, selection.access());
        if (json) System.out.println(report.toPrettyString());
        else table(report);
        return report.path("different").asLong() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void table(JsonNode report) {
        System.out.printf(
                "%d messages mapped with both, %d differ%n",
                report.path("messages").asLong(), report.path("different").asLong());
        if (report.path("changes").isEmpty()) return;
        System.out.println();
        var table = new TextTable("leaves", "what", "place", "rule", "for example");
        for (JsonNode change : report.path("changes"))
            table.row(
                    change.path("leaves").asText(),
                    change.path("kind").asText(),
                    change.path("place").asText(),
                    change.path("rule").asText(""),
                    change.path("example").asText());
        table.print(System.out);
    }
}
