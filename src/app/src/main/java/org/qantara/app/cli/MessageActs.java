package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.qantara.app.security.Access;

/** Does one thing to messages: to each of some numbers, or to a whole selection, page by page and oldest first. */
final class MessageActs {
    private final ObjectMapper json = new ObjectMapper();
    private final ServerClient server;
    private final String verb;
    private final String reason;

    /** @param verb {@code replay} or {@code discard} */
    MessageActs(ServerClient server, String verb, String reason) {
        this.server = server;
        this.verb = verb;
        this.reason = reason;
    }

    int numbers(List<Long> intakes) {
        ObjectNode body = json.createObjectNode().put("reason", reason);
        int worst = ExitCode.OK;
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

    int selection(MessageSelection selection) {
        ObjectNode body = json.createObjectNode().put("reason", reason);
        ObjectNode parts = selection.json();
        body.set("selection", parts);
        long done = 0;
        long left = 0;
        try (Progress progress = new Progress(System.err)) {
            while (true) {
                JsonNode page = server.post("/api/messages/" + verb, body, selection.access());
                done += page.path("done").asLong();
                left += page.path("left").asLong();
                if (!page.has("last")) break;
                parts.put("after", page.path("last").asLong());
                progress.say(done + " messages " + verb + "ed");
            }
        }
        System.out.println(done + " messages " + verb + "ed"
                + (left == 0 ? "" : ", " + left + " left: on their way, refused or not in quarantine"));
        return left == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
