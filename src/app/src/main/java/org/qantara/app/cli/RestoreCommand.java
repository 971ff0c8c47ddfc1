package org.qantara.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.qantara.app.node.DataRestore;
import org.qantara.app.node.RunFile;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Brings a backup back into QANTARA_DATA, which must hold neither broker, ledger nor record. Starts"
                    + " nothing.",
            "At the next start what was queued is in its lanes again, and intake numbers go on above all that were"
                    + " given."
        })
final class RestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "folder that ./qantara backup wrote")
    Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.fromEnvironment(Role.ALL);
        if (RunFile.alive(settings.dataFolder()) != null)
            throw new CommandFailure(
                    ExitCode.FAILED, "a process runs on " + settings.dataFolder() + "; stop it before restoring");
        try {
            DataRestore.into(settings.dataFolder(), folder.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
        System.out.println("restored into " + settings.dataFolder() + "; start it with ./qantara run");
        return ExitCode.OK;
    }
}
