package org.qantara.tests.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.qantara.tests.process.QantaraProcess;

/**
 * A test's hold on a sink process: starts it, tells it faults, kills it, starts it again on the same port and log. Not thread-safe but for
 * the questions.
 */
public final class Sink implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Path logFile;
    private Process process;
    private int port;
    private int controlPort;

    /**
     * What the sink has counted.
     *
     * @param requests transactions that came since it was started
     * @param applied transactions that it ever applied, over restarts
     * @param resources resources that it holds
     * @param faulted requests that a fault has taken since it was started
     */
    public record State(long requests, long applied, int resources, long faulted) {}

    private Sink(Path logFile) throws IOException {
        this.logFile = logFile;
        this.process = launch(0);
    }

    /** Starts a sink on a free port; a log that exists is gone on with. */
    public static Sink start(Path logFile) throws IOException {
        return new Sink(logFile);
    }

    private Process launch(int wanted) throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SinkServer.class.getName(),
                        String.valueOf(wanted),
                        logFile.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        QantaraProcess.endsWithThisOne(started);
        BufferedReader out = started.inputReader();
        String line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            started.destroyForcibly();
            throw new IOException("the sink did not start, it said: " + line);
        }
        String[] ports = line.split(" ");
        port = Integer.parseInt(ports[1]);
        controlPort = Integer.parseInt(ports[2]);
        return started;
    }

    /** Where transactions are posted. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port + "/fhir");
    }

    /** Its port, the same after {@link #restart}. */
    public int port() {
        return port;
    }

    /** Sets a fault beside those that are set. */
    public void fault(SinkFault fault) throws IOException {
        control("POST", "/faults", JSON.writeValueAsString(fault));
    }

    /** Takes every fault away. */
    public void heal() throws IOException {
        control("DELETE", "/faults", "");
    }

    /** What it has counted. */
    public State state() throws IOException {
        return control("GET", "/state", "");
    }

    /** A resource as it is now, {@code Patient/<id>}. */
    public Optional<String> current(String resource) throws IOException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base() + "/" + resource)));
        return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    /** Every transaction that was applied, from the log: the truth, whether the process lives or not. */
    public List<SinkRequest> log() {
        return SinkLog.read(logFile);
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Waits until the process has died of a {@link SinkFault#halt()}. */
    public void awaitDeath() throws InterruptedException {
        process.waitFor();
    }

    /** Starts a dead sink again: same port, same log, no faults. */
    public void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("the sink is alive, kill it first");
        }
        process = launch(port);
    }

    private State control(String method, String path, String body) throws IOException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "the sink answered " + answer.statusCode() + " to " + method + " " + path + ": " + answer.body());
        }
        return JSON.readValue(answer.body(), State.class);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking the sink", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
