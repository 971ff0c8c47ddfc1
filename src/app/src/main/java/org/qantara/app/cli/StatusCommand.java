package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Shows how the running engine stands: broker, ledger, destinations, facilities, certificates, alarms."
                        + " Exit code 1 when something is down or an alarm stands.",
        footer = {"", "Examples:", "  ./qantara status", "  ./qantara status --json | jq .alarms"})
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() {
        JsonNode status = new ServerClient(Settings.fromEnvironment(Role.ALL)).get("/api/status", Access.OPERATOR);
        if (json) System.out.println(status.toPrettyString());
        else print(status);
        return status.path("alarms").isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(JsonNode status) {
        System.out.println("broker  " + (status.path("brokerUp").asBoolean() ? "up" : "DOWN: messages are refused"));
        System.out.println(
                "ledger  " + (status.path("ledgerUp").asBoolean() ? "up" : "DOWN: messages are accepted and wait"));
        System.out.println();
        var destinations = new TextTable("destination", "queued", "state");
        for (JsonNode destination : status.path("destinations"))
            destinations.row(
                    destination.path("name").asText(),
                    destination.path("queued").asText(),
                    destination.path("stoppedBecause").asText("sending"));
        destinations.print(System.out);
        System.out.println();
        var facilities = new TextTable(
                "facility", "last message", "silent for", "per minute", "last hour", "waiting", "backlog", "errors");
        for (JsonNode facility : status.path("facilities"))
            facilities.row(
                    facility.path("facility").asText(),
                    facility.path("lastReceivedAt").asText("never"),
                    facility.path("silentMinutes").asText() + " min"
                            + (facility.has("silenceMinutes")
                                    ? " (alarm at "
                                            + facility.path("silenceMinutes").asText() + ")"
                                    : ""),
                    String.format(
                            Locale.ROOT, "%.1f", facility.path("perMinute").asDouble()),
                    facility.path("lastHour").asText(),
                    facility.path("waiting").asText(),
                    facility.path("backlogSeconds").asText() + " s",
                    facility.path("quarantined").asText());
        facilities.print(System.out);
        for (JsonNode certificate : status.path("certificates"))
            System.out.println("certificate  " + certificate.path("file").asText() + " ends in "
                    + certificate.path("days").asText() + " days");
        for (JsonNode alarm : status.path("alarms"))
            System.out.println("ALARM  " + alarm.path("text").asText());
    }
}
