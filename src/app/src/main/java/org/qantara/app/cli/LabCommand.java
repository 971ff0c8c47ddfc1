package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lab",
        description = "For laboratories: did every result arrive?",
        footer = {"", "Example:", "  ./qantara lab reconcile LAB-MEKNES-01 --date 2026-03-01"})
final class LabCommand implements Runnable {
    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        java.util.Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    @Command(
            name = "reconcile",
            description =
                    "Every sample and order number that a facility sent results of on a day: results received, found in the"
                            + " record, missing, in quarantine. Exit code 1 when something is missing or quarantined.")
    int reconcile(
            @Parameters(paramLabel = "FACILITY") String facility,
            @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "day of reception (default: today)")
                    @Nullable
                    String date,
            @Option(names = "--json", description = "print JSON for scripts") boolean json) {
        String day =
                date == null ? LocalDate.now(java.time.ZoneId.systemDefault()).toString() : date;
        try {
            LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            throw new CommandFailure(ExitCode.USAGE, "--date " + day + ": expected YYYY-MM-DD, for example 2026-03-01");
        }
        JsonNode answer = new ServerClient(Settings.fromEnvironment(Role.ALL))
                .get(
                        "/api/lab/reconcile?facility=" + URLEncoder.encode(facility, StandardCharsets.UTF_8) + "&date="
                                + day,
                        Access.ADMIN);
        if (json) System.out.println(answer.toPrettyString());
        else print(facility, day, answer);
        return answer.path("missing").asInt() + answer.path("quarantined").asInt() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(String facility, String day, JsonNode answer) {
        var table = new TextTable("number", "messages", "results", "in the record", "missing", "state");
        for (JsonNode number : answer.path("numbers"))
            table.row(
                    number.path("number").asText(),
                    number.path("messages").asInt(),
                    number.path("results").asInt(),
                    number.path("found").asInt(),
                    number.path("missing").asInt(),
                    number.path("states").asText());
        table.print(System.out);
        System.out.println();
        System.out.println(facility + " " + day + ": " + answer.path("messages").asInt() + " messages, "
                + answer.path("results").asInt() + " results, "
                + answer.path("found").asInt() + " in the record, "
                + answer.path("missing").asInt() + " missing, "
                + answer.path("quarantined").asInt()
                + " messages quarantined, " + answer.path("handled").asInt() + " handled (quality control, queries)"
                + (answer.path("complete").asBoolean() ? "" : "; more messages than one look covers"));
    }
}
