package org.qantara.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.qantara.app.security.Access;
import org.qantara.app.settings.Role;
import org.qantara.app.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Copies ledger, broker, record, keys and files of the running process into a new folder, while it works.",
            "Databases on PostgreSQL are left to their own tools (pg_dump after this command); the answer says so."
        },
        footer = {
            "",
            "Example:",
            "  ./qantara backup /var/backups/qantara/2026-03-01",
            "  QANTARA_DATA=/var/lib/qantara ./qantara restore /var/backups/qantara/2026-03-01"
        })
final class BackupCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofHours(6);

    @Parameters(paramLabel = "DIR", description = "new or empty folder on the machine of the running process")
    Path folder = Path.of("");

    @Override
    public Integer call() {
        var server = new ServerClient(Settings.fromEnvironment(Role.ALL)).patient(PATIENCE);
        var body = new ObjectMapper()
                .createObjectNode()
                .put("folder", folder.toAbsolutePath().normalize().toString());
        JsonNode done = server.post("/api/backup", body, Access.ADMIN);
        System.out.println(
                done.path("folder").asText() + ": " + done.path("queued").asLong()
                        + " queued messages noted, ledger " + copied(done, "ledgerCopied") + ", record "
                        + copied(done, "dppCopied") + ", " + done.path("files").asLong() + " files");
        return ExitCode.OK;
    }

    private static String copied(JsonNode done, String name) {
        return done.path(name).asBoolean() ? "copied" : "NOT copied: not a file here, use its database's own tools";
    }
}
