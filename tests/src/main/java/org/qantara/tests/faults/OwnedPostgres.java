package org.qantara.tests.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that can be killed and started again on the same port and data. fsync and synchronous_commit are on. */
final class OwnedPostgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final EmbeddedPostgres first;
    private final List<String> command = new ArrayList<>();
    private @Nullable Process restarted;

    OwnedPostgres(Path data) throws IOException {
        this.data = data;
        this.first = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .start();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root; the library starts it in a user namespace of its own, and so does this
            command.addAll(List.of("unshare", "-U"));
        }
        Matcher words = Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(Files.readString(data.resolve("postmaster.opts")).trim());
        while (words.find()) command.add(words.group(1) != null ? words.group(1) : words.group(2));
    }

    String url() {
        return first.getJdbcUrl("postgres", "postgres");
    }

    String durability() {
        try (var connection = DriverManager.getConnection(url(), "postgres", "");
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT current_setting('server_version') || ', fsync ' || current_setting('fsync')"
                                + " || ', synchronous_commit ' || current_setting('synchronous_commit')")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            return "not reachable: " + e.getMessage();
        }
    }

    /** {@code kill -9} of the postmaster and of every backend at once, as when the machine loses power. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle postmaster = ProcessHandle.of(pid)
                .orElseThrow(() -> new IOException("there is no postmaster with the pid " + pid + " of its file"));
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(0, postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Starts it again and returns when it answers. */
    void start() throws IOException {
        restarted = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("postgres.log").toFile()))
                .start();
        Awaitility.await().atMost(PATIENCE).until(this::answers);
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(url(), "postgres", "")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (restarted != null && restarted.isAlive()) kill();
        first.close();
    }
}
