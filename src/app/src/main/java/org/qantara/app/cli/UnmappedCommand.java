package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "unmapped",
        description =
                "Shows the fields that the running engine's feeds fill and no map reads, by facility and frequency.",
        footer = {
            "",
            "Examples:",
            "  ./qantara unmapped --facility CHU-RABAT",
            "  ./qantara unmapped --json | jq -r '.fields[] | select(.messages > 100) | .path'",
            "",
            "Codes without a row in their table: ./qantara codes todo. One message's fields: ./qantara map FILE --unmapped."
        })
final class UnmappedCommand implements Callable<Integer> {
    @Option(names = "--facility", paramLabel = "CODE", description = "only this facility")
    @Nullable
    String facility;

    @Option(names = "--limit", defaultValue = "50", description = "rows at most, the most frequent first (default: 50)")
    int limit;

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() {
        String path = "/api/unmapped?limit=" + limit
                + (facility == null ? "" : "&facility=" + URLEncoder.encode(facility, StandardCharsets.UTF_8));
        JsonNode answer = new ServerClient(Settings.fromEnvironment(Role.ALL)).get(path, Access.OPERATOR);
        if (json) {
            System.out.println(answer.toPrettyString());
            return ExitCode.OK;
        }
        var table = new TextTable("messages", "facility", "type", "field", "newest", "last seen");
        for (JsonNode field : answer.path("fields"))
            table.row(
                    field.path("messages").asText(),
                    field.path("facility").asText(),
                    field.path("messageType").asText(),
                    field.path("path").asText(),
                    field.path("example").asText(),
                    field.path("lastAt").asText());
        table.print(System.out);
        return ExitCode.OK;
    }
}
