package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "queue",
        subcommands = QueueMatchCommand.class,
        description = "Finds, shows, replays and discards messages of the running engine.",
        footer = {
            "",
            "Examples:",
            "  ./qantara queue list --state quarantined --group-by error",
            "  ./qantara queue show 28091640001",
            "  ./qantara queue replay 28091640001 --reason 'map of the laboratory mended'"
        })
final class QueueCommand implements Runnable {
    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        java.util.Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    private static ServerClient server() {
        return new ServerClient(Settings.fromEnvironment(Role.ALL));
    }

    @Command(name = "list", description = "Lists messages, newest first.")
    int list(
            @Option(
                            names = "--state",
                            description = "accepted, delivered, quarantined, duplicate, handled, discarded, refused")
                    @Nullable
                    String state,
            @Option(names = "--facility") @Nullable String facility,
            @Option(names = "--type", description = "for example ADT^A01") @Nullable String type,
            @Option(names = "--control-id", description = "MSH-10") @Nullable String controlId,
            @Option(names = "--error", description = "error code") @Nullable String error,
            @Option(names = "--kind", description = "qc, query or unmatched: what laboratories look for") @Nullable
                    String kind,
            @Option(names = "--group-by", description = "error, facility, state or type: counts instead of rows")
                    @Nullable
                    String groupBy,
            @Option(names = "--limit", defaultValue = "100", description = "1 to 1000 (default: ${DEFAULT-VALUE})")
                    int limit,
            @Option(names = "--json", description = "print JSON for scripts") boolean json) {
        var query = new ArrayList<String>();
        add(query, "state", state);
        add(query, "facility", facility);
        add(query, "type", type);
        add(query, "controlId", controlId);
        add(query, "error", kind == null ? error : QueueMatchCommand.errorOf(kind));
        add(query, "limit", String.valueOf(limit));
        JsonNode answer = server().get("/api/messages?" + String.join("&", query), Access.OPERATOR);
        if (json) System.out.println(answer.toPrettyString());
        else if (groupBy == null) rows(answer.path("messages"));
        else groups(answer.path("messages"), column(groupBy));
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Shows one message as the ledger knows it, without patient data.")
    int show(@Parameters(paramLabel = "INTAKE", description = "intake number") long intake) {
        System.out.println(
                server().get("/api/messages/" + intake, Access.OPERATOR).toPrettyString());
        return ExitCode.OK;
    }

    @Command(
            name = "replay",
            description = "Sends messages through the maps again, each with its own number: newer writes stay.")
    int replay(
            @Parameters(arity = "1..*", paramLabel = "INTAKE") List<Long> intakes,
            @Option(names = "--reason", required = true, description = "kept with the message") String reason) {
        return each(intakes, "replay", reason);
    }

    @Command(name = "discard", description = "Gives quarantined messages up.")
    int discard(
            @Parameters(arity = "1..*", paramLabel = "INTAKE") List<Long> intakes,
            @Option(names = "--reason", required = true, description = "kept with the message") String reason) {
        return each(intakes, "discard", reason);
    }

    private static int each(List<Long> intakes, String verb, String reason) {
        var body = new ObjectMapper().createObjectNode().put("reason", reason);
        int worst = ExitCode.OK;
        ServerClient server = server();
        for (long intake : intakes) {
            try {
                server.post("/api/messages/" + intake + "/" + verb, body, Access.OPERATOR);
                System.out.println(intake + "  " + verb + "ed");
            } catch (CommandFailure failure) {
                if (failure.exitCode == ExitCode.UNREACHABLE) throw failure;
                System.out.println(intake + "  " + failure.getMessage());
                worst = ExitCode.FAILED;
            }
        }
        return worst;
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
            case "error" -> "errorCode";
            case "facility" -> "facility";
            case "state" -> "state";
            case "type" -> "messageType";
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "--group-by " + groupBy + ": expected error, facility, state or type");
        };
    }

    private static void add(List<String> query, String name, @Nullable String value) {
        if (value != null) query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
