package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "bulk",
        mixinStandardHelpOptions = true,
        description =
                "Shows how much of the initial loads (routes with bulk: true) still waits, and sets how fast it may go.",
        footer = {
            "",
            "Examples:",
            "  ./qantara queue bulk",
            "  ./qantara queue bulk --rate 50     50 messages a second to each destination until the process ends",
            "  ./qantara queue bulk --rate 0      no limit; live traffic still goes first"
        })
final class QueueBulk implements Callable<Integer> {
    @Option(names = "--rate", paramLabel = "N", description = "messages a second and destination; 0 = no limit")
    @Nullable
    Integer rate;

    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() {
        var server = new ServerClient(Settings.fromEnvironment(Role.ALL));
        JsonNode bulk = rate == null
                ? server.get("/api/bulk", Access.OPERATOR)
                : server.post(
                        "/api/bulk", new ObjectMapper().createObjectNode().put("perSecond", rate), Access.OPERATOR);
        if (json) {
            System.out.println(bulk.toPrettyString());
            return ExitCode.OK;
        }
        int perSecond = bulk.path("perSecond").asInt();
        System.out.println("initial loads: " + (perSecond == 0 ? "no limit" : perSecond + " messages a second"));
        bulk.path("waiting")
                .fields()
                .forEachRemaining(one -> System.out.printf(
                        "  %-12s %,10d waiting%n", one.getKey(), one.getValue().asLong()));
        return ExitCode.OK;
    }
}
