package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description =
                "Proves that no accepted message is missing: every number that was taken is a row, void, or on its way."
                        + " Exit code 1 when it does not balance.")
final class QueueAccount implements Callable<Integer> {
    @Option(names = "--json", description = "print JSON for scripts")
    boolean json;

    @Override
    public Integer call() {
        JsonNode account = new ServerClient(Settings.fromEnvironment(Role.ALL)).get("/api/account", Access.OPERATOR);
        boolean balances = account.path("balances").asBoolean();
        if (json) System.out.println(account.toPrettyString());
        else print(account, balances);
        return balances ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(JsonNode account, boolean balances) {
        line("accepted", account.path("accepted").asLong());
        account.path("states").fields().forEachRemaining(state -> {
            if (!state.getKey().equals("accepted"))
                line("  " + state.getKey(), state.getValue().asLong());
        });
        line("  in flight", account.path("inFlight").asLong());
        line("refused", account.path("refused").asLong());
        line("void numbers", account.path("voidNumbers").asLong());
        line("missing", account.path("missing").size());
        account.path("missing").forEach(number -> System.out.println("  MISSING " + number.asText()));
        System.out.println(balances ? "the account balances" : "THE ACCOUNT DOES NOT BALANCE");
    }

    private static void line(String name, long count) {
        System.out.printf("%-16s %,12d%n", name, count);
    }
}
