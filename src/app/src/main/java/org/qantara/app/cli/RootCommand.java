package org.qantara.app.cli;

import java.io.PrintWriter;
import org.qantara.app.settings.SettingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "qantara",
        description = "HL7/FHIR interoperability engine with a shared-patient-record repository.",
        mixinStandardHelpOptions = true,
        version = "qantara 0.1.0-SNAPSHOT",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            SendCommand.class,
            EchoCommand.class,
            MapCommand.class,
            QueueCommand.class,
            StatusCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            CoverageCommand.class,
            UnmappedCommand.class,
            RoutesCommand.class,
            TokenCommand.class,
            EmulateCommand.class,
            LabCommand.class,
            CodesCommand.class,
            TlsCommand.class,
            MpiCommand.class,
            DppCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./qantara demo --once                      start, send every sample, show what became of it, stop",
            "  ./qantara run                              engine and DPP in one process",
            "  ./qantara map samples/hl7v2 --json-lines   bytes in, FHIR Bundles out; no server, no database",
            "",
            "Exit codes: 0 ok, 1 something failed, 2 usage, 3 peer unreachable.",
            "Settings are environment variables (QANTARA_DATA, QANTARA_HTTP_PORT, ...): see README.md."
        })
public final class RootCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** Runs one command line and returns its exit code; never throws. */
    public static int execute(String... arguments) {
        return commandLine(new RootCommand()).execute(arguments);
    }

    /** How every command of the project reads options and explains failures: known ones in a line, unknown ones whole. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(RootCommand::explain);
    }

    @Override
    public void run() {
        java.util.Objects.requireNonNull(spec).commandLine().usage(System.out);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandFailure known) {
            err.println("qantara " + command.getCommandName() + ": " + known.getMessage());
            return known.exitCode;
        }
        if (failure instanceof SettingException setting) {
            err.println("qantara " + command.getCommandName() + ": " + setting.getMessage());
            return ExitCode.USAGE;
        }
        err.println("qantara " + command.getCommandName() + ": unexpected failure, please report it:");
        failure.printStackTrace(err);
        return ExitCode.FAILED;
    }
}
