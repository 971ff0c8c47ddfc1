package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "review",
        description =
                "The registry's doubts: lists them, links a record to a candidate, or says that it is none of them.",
        footer = {
            "",
            "Examples:",
            "  ./qantara mpi review list",
            "  ./qantara mpi review link 17 --reason 'both cards seen'",
            "  ./qantara mpi review reject 18 --reason 'sisters'",
            "  ./qantara mpi review unlink 2f1c6d0e-6f0b-5a60-9d9b-1f7a0d5f7c11 --reason 'linked by mistake'"
        })
final class MpiReviewCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    @Command(name = "list", description = "Lists reviews that wait, the oldest first.")
    int list(
            @Option(names = "--limit", defaultValue = "100", description = "1 to 500 (default: ${DEFAULT-VALUE})")
                    int limit,
            @Option(names = "--json", description = "print JSON for scripts") boolean json) {
        JsonNode answer = server().get("/api/mpi/reviews?limit=" + limit, Access.OPERATOR);
        if (json) {
            System.out.println(answer.toPrettyString());
            return ExitCode.OK;
        }
        var table = new TextTable("review", "patient", "candidate", "bits", "why");
        for (JsonNode review : answer.path("reviews")) {
            JsonNode decision = review.path("decision");
            JsonNode best = decision.path("matches").path(0);
            table.row(
                    decision.path("id").asText(),
                    decision.path("patientId").asText(),
                    best.path("recordId").asText(),
                    best.path("bits").asText(),
                    review.path("explanation").path(1).asText(""));
        }
        table.print(System.out);
        return ExitCode.OK;
    }

    @Command(name = "link", description = "Says that a review's record and a candidate are one person.")
    int link(
            @Parameters(paramLabel = "REVIEW", description = "number of the review") long review,
            @Option(names = "--candidate", description = "id of the candidate's Patient (default: the first)") @Nullable
                    String candidate,
            @Option(names = "--reason", required = true, description = "kept with the decision") String reason) {
        ObjectNode act = act(reason);
        if (candidate != null) act.put("candidate", candidate);
        JsonNode answer = server().post("/api/mpi/reviews/" + review + "/link", act, Access.OPERATOR);
        System.out.println("linked under Patient/" + answer.path("golden").asText());
        return ExitCode.OK;
    }

    @Command(name = "reject", description = "Says that a review's record is none of its candidates.")
    int reject(
            @Parameters(paramLabel = "REVIEW", description = "number of the review") long review,
            @Option(names = "--reason", required = true, description = "kept with the decision") String reason) {
        server().post("/api/mpi/reviews/" + review + "/reject", act(reason), Access.OPERATOR);
        System.out.println("rejected; they are not proposed for each other again");
        return ExitCode.OK;
    }

    @Command(
            name = "unlink",
            description = "Takes a record out of its golden record; only links go, nothing is rewritten.")
    int unlink(
            @Parameters(paramLabel = "PATIENT", description = "id of the source Patient") String patient,
            @Option(names = "--reason", required = true, description = "kept with the decision") String reason) {
        JsonNode answer = server().post("/api/mpi/patients/" + patient + "/unlink", act(reason), Access.OPERATOR);
        System.out.println("stands under Patient/" + answer.path("golden").asText());
        return ExitCode.OK;
    }

    private static ObjectNode act(String reason) {
        return new ObjectMapper().createObjectNode().put("reason", reason);
    }

    private static ServerClient server() {
        return new ServerClient(Settings.fromEnvironment(Role.ALL));
    }
}
