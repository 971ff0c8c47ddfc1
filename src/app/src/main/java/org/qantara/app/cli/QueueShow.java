package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows all that is known of one message: where it stands at each destination, what people did, what to"
                        + " do next.")
final class QueueShow implements Callable<Integer> {
    @Parameters(paramLabel = "INTAKE", description = "intake number")
    long intake;

    @Option(
            names = "--keys",
            description = "with the numbers it is found by, and the destination's own words (patient data)")
    boolean keys;

    @Option(names = "--body", description = "print the bytes exactly as received instead (patient data)")
    boolean body;

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() throws IOException {
        var server = new ServerClient(Settings.fromEnvironment(Role.ALL));
        if (body) {
            byte[] bytes = server.bytes("/api/messages/" + intake + "/body", Access.ADMIN);
            try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
                out.write(bytes);
            }
            return ExitCode.OK;
        }
        JsonNode message = server.get("/api/messages/" + intake, keys ? Access.ADMIN : Access.OPERATOR);
        if (json) System.out.println(message.toPrettyString());
        else print(message);
        return ExitCode.OK;
    }

    private static void print(JsonNode message) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = message.fields(); fields.hasNext(); ) {
            var field = fields.next();
            if (!field.getValue().isArray())
                System.out.printf("%-20s %s%n", field.getKey(), field.getValue().asText());
        }
        System.out.println();
        var deliveries = new TextTable(
                "destination", "state", "attempts", "http", "written", "unchanged", "superseded", "last", "error");
        for (JsonNode delivery : message.path("deliveries"))
            deliveries.row(
                    delivery.path("destination").asText(),
                    delivery.path("state").asText(),
                    delivery.path("attempts").asText(),
                    delivery.path("httpStatus").asText(""),
                    delivery.path("written").asText(),
                    delivery.path("unchanged").asText(),
                    delivery.path("superseded").asText(),
                    delivery.path("lastAt").asText(),
                    delivery.path("errorText").asText(""));
        deliveries.print(System.out);
        if (!message.path("actions").isEmpty()) {
            System.out.println();
            var actions = new TextTable("at", "who", "did", "because");
            for (JsonNode action : message.path("actions"))
                actions.row(
                        action.path("at").asText(),
                        action.path("actor").asText(),
                        action.path("verb").asText(),
                        action.path("reason").asText());
            actions.print(System.out);
        }
        if (message.path("keys").isArray()) {
            System.out.println();
            var found = new TextTable("found by", "number");
            for (JsonNode key : message.path("keys"))
                found.row(key.path("kind").asText(), key.path("value").asText());
            found.print(System.out);
        }
    }
}
