package org.qantara.dpp.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.qantara.dpp.testing.Database;
import org.qantara.dpp.testing.TestPostgres;

/** A PostgreSQL whose postmaster the test kills and starts again on the same port and data. */
public final class OwnedPostgres implements AutoCloseable {

    private final Path data = Database.temporaryFolder();
    private final EmbeddedPostgres first;
    private final List<String> command;
    private Process restarted;

    public OwnedPostgres() throws IOException {
        first = TestPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .start();
        command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; the library starts it in a user namespace of its own, and so does this
            command.addAll(List.of("unshare", "-U"));
        }
        String options = Files.readString(data.resolve("postmaster.opts")).trim();
        Matcher words = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(options);
        while (words.find()) {
            command.add(words.group(1) != null ? words.group(1) : words.group(2));
        }
    }

    public String url() {
        return first.getJdbcUrl("postgres", "postgres");
    }

    /** {@code kill -9} of the postmaster and of every backend at once, as when the machine loses power. */
    public void kill() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(0, postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> !process.isAlive());
        }
    }

    public void startAgain() throws IOException {
        restarted = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("restarted.log").toFile())
                .start();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(this::answers);
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(url(), "postgres", "")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        if (restarted != null) {
            kill();
            restarted.waitFor(20, TimeUnit.SECONDS);
        }
        first.close();
    }
}
