package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows how the running engine stands: broker, ledger, destinations and what waits.",
        footer = {"", "Examples:", "  ./qantara status", "  ./qantara status --json | jq .destinations"})
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() {
        JsonNode status = new ServerClient(Settings.fromEnvironment(Role.ALL)).get("/api/status", Access.OPERATOR);
        boolean well =
                status.path("brokerUp").asBoolean() && status.path("ledgerUp").asBoolean();
        if (json) System.out.println(status.toPrettyString());
        else {
            System.out.println(
                    "broker  " + (status.path("brokerUp").asBoolean() ? "up" : "DOWN: messages are refused"));
            System.out.println(
                    "ledger  " + (status.path("ledgerUp").asBoolean() ? "up" : "DOWN: messages are accepted and wait"));
            var table = new TextTable("destination", "queued", "state");
            for (JsonNode destination : status.path("destinations"))
                table.row(
                        destination.path("name").asText(),
                        destination.path("queued").asText(),
                        destination.path("stoppedBecause").asText("sending"));
            table.print(System.out);
        }
        for (JsonNode destination : status.path("destinations")) well &= !destination.has("stoppedBecause");
        return well ? ExitCode.OK : ExitCode.FAILED;
    }
}
