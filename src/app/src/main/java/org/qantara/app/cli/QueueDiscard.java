package org.qantara.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = "Gives quarantined messages up: numbers, or a selection. Their bytes stay.")
final class QueueDiscard implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "INTAKE", description = "intake numbers")
    List<Long> intakes = List.of();

    @Mixin
    MessageSelection selection = new MessageSelection();

    @Option(names = "--reason", required = true, description = "kept with each message")
    String reason = "";

    @Override
    public Integer call() {
        if (intakes.isEmpty() == selection.isEmpty())
            throw new CommandFailure(ExitCode.USAGE, "say which messages in one way: numbers, or a selection");
        var acts = new MessageActs(new ServerClient(Settings.fromEnvironment(Role.ALL)), "discard", reason);
        return intakes.isEmpty() ? acts.selection(selection.put("state", "quarantined")) : acts.numbers(intakes);
    }
}
