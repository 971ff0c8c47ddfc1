package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends messages through the maps again, each with its own number: what newer messages wrote stays.",
            "Which: numbers, or a selection, or --like (all with the same error), or --from (a patient's messages, in"
                    + " order)."
        })
final class QueueReplay implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "INTAKE", description = "intake numbers")
    List<Long> intakes = List.of();

    @Mixin
    MessageSelection selection = new MessageSelection();

    @Option(
            names = "--like",
            paramLabel = "INTAKE",
            description =
                    "every quarantined message of the same facility and type with the same error at the same place")
    @Nullable
    Long like;

    @Option(
            names = "--from",
            paramLabel = "INTAKE",
            description = "the patient's messages from this one on, applied again in order as one")
    @Nullable
    Long from;

    @Option(names = "--reason", required = true, description = "kept with each message")
    String reason = "";

    @Override
    public Integer call() {
        var server = new ServerClient(Settings.fromEnvironment(Role.ALL));
        int ways = (intakes.isEmpty() ? 0 : 1)
                + (selection.isEmpty() ? 0 : 1)
                + (like == null ? 0 : 1)
                + (from == null ? 0 : 1);
        if (ways != 1)
            throw new CommandFailure(
                    ExitCode.USAGE, "say which messages in one way: numbers, a selection, --like or --from");
        if (from != null) {
            var body = new ObjectMapper().createObjectNode().put("reason", reason);
            server.post("/api/messages/" + from + "/replay-from", body, Access.OPERATOR);
            System.out.println(from + "  replayed, and what this patient sent after it");
            return ExitCode.OK;
        }
        var acts = new MessageActs(server, "replay", reason);
        if (like != null) return acts.selection(likeIt(server, like));
        return intakes.isEmpty() ? acts.selection(selection) : acts.numbers(intakes);
    }

    private static MessageSelection likeIt(ServerClient server, long intake) {
        JsonNode one = server.get("/api/messages/" + intake, Access.OPERATOR);
        if (!one.has("errorCode"))
            throw new CommandFailure(ExitCode.FAILED, "message " + intake + " has no error: nothing is like it");
        return new MessageSelection()
                .put("state", "quarantined")
                .put("facility", one.path("facility").asText())
                .put("type", one.path("messageType").asText(null))
                .put("error", one.path("errorCode").asText())
                .put("detail", one.path("errorDetail").asText(null))
                .put("location", one.path("errorLocation").asText(null));
    }
}
