package org.qantara.app.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qantara.app.node.DppWiring;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import org.qantara.dpp.Dpp;
import org.qantara.dpp.DppSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "dpp",
        description = "Looks after the DPP's database.",
        subcommands = {DppCommand.Migrate.class},
        footer = {
            "",
            "Examples:",
            "  QANTARA_DPP_DB_URL=jdbc:postgresql://127.0.0.1/dpp QANTARA_DPP_DB_USER=dpp ./qantara dpp migrate"
        })
final class DppCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    @Command(
            name = "migrate",
            description = {
                "Brings the DPP's database to the schema of this version and stops. Safe to repeat and to run from"
                        + " several machines at once.",
                "Starting the DPP does the same; do it apart when the database is large, or when the DPP's own account"
                        + " may not change tables."
            })
    static final class Migrate implements Callable<Integer> {
        @Override
        public Integer call() {
            DppSettings settings = DppWiring.settings(Settings.fromEnvironment(Role.DPP));
            int statements;
            try {
                statements = Dpp.migrate(settings);
            } catch (IllegalStateException e) {
                throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
            }
            System.out.println(
                    statements == 0
                            ? "the DPP's database is up to date"
                            : "the DPP's database has been migrated, " + statements + " statements");
            return ExitCode.OK;
        }
    }
}
