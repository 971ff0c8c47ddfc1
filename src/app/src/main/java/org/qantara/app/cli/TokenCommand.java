package org.qantara.app.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.security.Issuers;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = "Prints a bearer token signed with this installation's key.",
        footer = {
            "",
            "Roles: reader (fhir.read), engine (fhir.read fhir.write), operator (ops.read ops.write), admin (all, with patient data),",
            "sender (inbound.write: POST /api/inbound/FACILITY for the facility named by --facility).",
            "",
            "Example:",
            "  curl -H \"Authorization: Bearer $(./qantara token)\" http://127.0.0.1:8080/fhir/Patient"
        })
final class TokenCommand implements Callable<Integer> {
    @Option(
            names = "--role",
            defaultValue = "reader",
            description = "reader, engine, operator, sender or admin (default: ${DEFAULT-VALUE})")
    String role = "reader";

    @Option(
            names = "--hours",
            defaultValue = "8",
            description = "lifetime in hours, 1 to 720 (default: ${DEFAULT-VALUE})")
    int hours = 8;

    @Option(
            names = "--subject",
            defaultValue = "cli",
            description = "who the token is for; stands in the audit (default: ${DEFAULT-VALUE})")
    String subject = "cli";

    @Option(names = "--facility", paramLabel = "CODE", description = "facility that a sender's token speaks for")
    @org.jspecify.annotations.Nullable
    String facility;

    @Spec
    picocli.CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (hours < 1 || hours > 720) throw usage("--hours " + hours + ": expected 1 to 720");
        Access access;
        try {
            access = Access.named(role);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        if ((access == Access.SENDER) != (facility != null))
            throw usage("--role sender and --facility CODE belong together");
        Settings settings = Settings.fromEnvironment(Role.ALL);
        if (facility != null) {
            System.out.println(Issuers.signer(settings.tokens(), Clock.systemUTC())
                    .sign(access, subject, Duration.ofHours(hours), facility));
            return ExitCode.OK;
        }
        System.out.println(
                Issuers.signer(settings.tokens(), Clock.systemUTC()).sign(access, subject, Duration.ofHours(hours)));
        return ExitCode.OK;
    }

    private ParameterException usage(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }
}
