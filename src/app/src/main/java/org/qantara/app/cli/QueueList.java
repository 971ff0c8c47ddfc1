package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists messages, newest first; with --group-by error all that wait for a person, by error.")
final class QueueList implements Callable<Integer> {
    @Mixin
    MessageSelection selection = new MessageSelection();

    @Option(
            names = "--group-by",
            description = "error: every quarantined message, one line per distinct error with what to do next."
                    + " facility, state or type: counts of the messages listed")
    @Nullable
    String groupBy;

    @Option(names = "--limit", defaultValue = "100", description = "1 to 1000 (default: ${DEFAULT-VALUE})")
    int limit = 100;

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() {
        var server = new ServerClient(Settings.fromEnvironment(Role.ALL));
        boolean errors = "error".equals(groupBy);
        JsonNode answer = errors
                ? server.get("/api/messages/errors", Access.OPERATOR)
                : server.get("/api/messages?" + selection.parameters(limit), selection.access());
        if (json) System.out.println(answer.toPrettyString());
        else if (errors) {
            errors(answer.path("errors"));
            warnings(answer.path("warnings"));
        } else if (groupBy == null) rows(answer.path("messages"));
        else groups(answer.path("messages"), column(groupBy));
        return ExitCode.OK;
    }

    private static void errors(JsonNode groups) {
        var table = new TextTable("messages", "facility", "type", "error", "where", "newest", "what to do");
        for (JsonNode group : groups)
            table.row(
                    group.path("messages").asText(),
                    group.path("facility").asText(),
                    group.path("messageType").asText(""),
                    (group.path("errorCode").asText("") + " "
                                    + group.path("errorDetail").asText(""))
                            .strip(),
                    group.path("errorLocation").asText(""),
                    group.path("example").asText(),
                    group.path("remedy").asText(""));
        table.print(System.out);
    }

    /** What was delivered although something of it could not be said. */
    private static void warnings(JsonNode groups) {
        if (groups.isEmpty()) return;
        System.out.println();
        var table = new TextTable("messages", "facility", "type", "warning", "where", "newest");
        for (JsonNode group : groups)
            table.row(
                    group.path("messages").asText(),
                    group.path("facility").asText(),
                    group.path("messageType").asText(""),
                    group.path("code").asText(""),
                    group.path("location").asText(""),
                    group.path("example").asText());
        table.print(System.out);
    }

    private static void rows(JsonNode messages) {
        var table = new TextTable("intake", "facility", "type", "control id", "state", "received", "error");
        for (JsonNode message : messages)
            table.row(
                    message.path("intake").asText(),
                    message.path("facility").asText(),
                    message.path("messageType").asText(""),
                    message.path("controlId").asText(""),
                    message.path("state").asText(),
                    message.path("receivedAt").asText(),
                    (message.path("errorCode").asText("") + " "
                                    + message.path("errorText").asText(""))
                            .strip());
        table.print(System.out);
    }

    private static void groups(JsonNode messages, String column) {
        var counts = new TreeMap<String, Integer>();
        for (JsonNode message : messages) counts.merge(message.path(column).asText("-"), 1, Integer::sum);
        var table = new TextTable(column, "messages");
        counts.entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .forEach(entry -> table.row(entry.getKey(), entry.getValue()));
        table.print(System.out);
    }

    private static String column(String groupBy) {
        return switch (groupBy) {
            case "facility" -> "facility";
            case "state" -> "state";
            case "type" -> "messageType";
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "--group-by " + groupBy + ": expected error, facility, state or type");
        };
    }
}
