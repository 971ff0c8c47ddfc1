package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "routes",
        description = "Shows what every route of the running engine does.",
        footer = {
            "",
            "Examples:",
            "  ./qantara routes",
            "  ./qantara routes --json | jq '.routes[] | select(.state != \"running\")'"
        })
final class RoutesCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() {
        JsonNode answer = new ServerClient(Settings.fromEnvironment(Role.ALL)).get("/api/routes", Access.OPERATOR);
        boolean allRun = true;
        var table = new TextTable("facility", "route", "protocol", "port", "state", "since", "message");
        for (JsonNode route : answer.path("routes")) {
            String state = route.path("state").asText();
            allRun &= state.equals("running");
            table.row(
                    route.path("facility").asText(),
                    route.path("routeId").asText(),
                    route.path("protocol").asText(),
                    route.path("port").asText(""),
                    state,
                    route.path("since").asText(),
                    route.path("message").asText(""));
        }
        if (json) System.out.println(answer.toPrettyString());
        else {
            table.print(System.out);
            answer.path("mistakes").forEach(mistake -> System.out.println(mistake.asText()));
        }
        return allRun && answer.path("mistakes").isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
}
