package org.qantara.app.cli;

import java.util.concurrent.Callable;
import org.qantara.app.node.Running;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Runs engine and DPP in one process, or one of them, until it is stopped (Ctrl-C or SIGTERM).",
        footer = {
            "",
            "Examples:",
            "  ./qantara run",
            "  QANTARA_DATA=/var/lib/qantara ./qantara run --role engine",
            "  QANTARA_DPP_DB_URL=jdbc:postgresql://127.0.0.1/dpp QANTARA_DPP_DB_USER=dpp ./qantara run --role dpp"
        })
final class RunCommand implements Callable<Integer> {
    @Option(names = "--role", defaultValue = "all", description = "all, engine or dpp (default: ${DEFAULT-VALUE})")
    Role role = Role.ALL;

    @Override
    public Integer call() throws Exception {
        try (Running running = Running.start(Settings.fromEnvironment(role))) {
            running.announce(System.out);
            running.awaitStop();
        }
        return ExitCode.OK;
    }
}
