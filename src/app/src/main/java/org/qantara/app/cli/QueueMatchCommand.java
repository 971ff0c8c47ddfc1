package org.qantara.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "match",
        description =
                "Says whose a result is that named nobody known; every waiting result of its sample goes through again.",
        footer = {
            "",
            "Example:",
            "  ./qantara queue match 28091640001 --patient 0048213 --reason 'label read again at the bench'"
        })
final class QueueMatchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "INTAKE", description = "intake number")
    long intake;

    @Option(
            names = "--patient",
            required = true,
            paramLabel = "NUMBER",
            description = "local patient number of the facility")
    String patient = "";

    @Option(names = "--reason", required = true, description = "kept with the message")
    String reason = "";

    /** The error code behind a word for people. */
    static String errorOf(String kind) {
        return switch (kind) {
            case "qc" -> "QUALITY_CONTROL";
            case "query" -> "HOST_QUERY";
            case "unmatched" -> "UNMATCHED";
            default -> throw new CommandFailure(ExitCode.USAGE, "--kind " + kind + ": expected qc, query or unmatched");
        };
    }

    @Override
    public Integer call() {
        var body = new ObjectMapper().createObjectNode().put("patient", patient).put("reason", reason);
        var answer = new ServerClient(Settings.fromEnvironment(Role.ALL))
                .post("/api/messages/" + intake + "/match", body, Access.ADMIN);
        answer.path("matched").forEach(number -> System.out.println(number.asText() + "  matched"));
        return ExitCode.OK;
    }
}
