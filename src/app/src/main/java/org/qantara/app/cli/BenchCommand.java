package org.qantara.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says where the measurements are: they live beside the tests, and the launcher starts them from a checkout. */
@Command(
        name = "bench",
        description = "Measure a part of Qantara on this machine: './qantara bench' lists the measurements.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "name of the measurement and its options")
    List<String> arguments = List.of();

    @Override
    public Integer call() {
        throw new CommandFailure(
                ExitCode.USAGE, "measurements need the source tree; run './qantara bench' in a checkout");
    }
}
