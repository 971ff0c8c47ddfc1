package org.qantara.tests.process;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.qantara.tests.Home;

/** {@code java -jar qantara.jar …} as a process of its own: what a crash test kills. */
public final class QantaraProcess implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private static final String READINESS = "/actuator/health/readiness";

    private final Process process;
    private final Path log;

    private QantaraProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Options of a Java that starts fast and takes little: the first compiler only, with room for the whole program's code. */
    public static List<String> small(String heap) {
        return List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-XX:+UseSerialGC");
    }

    /** Starts the packaged program; its output goes to a file beside {@code data}. */
    public static QantaraProcess start(Path log, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(log, environment, List.of("-Xmx2g"), arguments);
    }

    /** The same with the given options of its Java. */
    public static QantaraProcess start(
            Path log, Map<String, String> environment, List<String> javaOptions, String... arguments)
            throws IOException {
        return start(log, environment, javaOptions, null, arguments);
    }

    /** The same with classes of its own in the place of the program's: a deliberate mistake. */
    public static QantaraProcess start(
            Path log,
            Map<String, String> environment,
            List<String> javaOptions,
            @Nullable Path patch,
            String... arguments)
            throws IOException {
        Path jar = Home.folder().resolve("src/app/target/qantara.jar");
        if (!Files.exists(jar))
            throw new IllegalStateException(jar + " is missing: package src/app first (./mvnw verify does)");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+ExitOnOutOfMemoryError"); // as the launcher does; an option may say otherwise
        command.addAll(javaOptions);
        command.addAll(
                patch == null
                        ? List.of("-jar", jar.toString())
                        : List.of("-cp", patch + File.pathSeparator + jar, "org.qantara.app.Qantara"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .directory(log.toAbsolutePath().resolveSibling(".").normalize().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QANTARA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        endsWithThisOne(process);
        return new QantaraProcess(process, log);
    }

    /** A process of a test does not outlive the test, however that ends. */
    public static void endsWithThisOne(Process process) {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Whether readiness said 200 within that time; false at once when the process dies of its start. */
    public boolean becomesReady(String base, Duration patience) throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            if (answers(base + READINESS, 200)) return true;
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }

    /** Waits until readiness says 200. */
    public void awaitReady(String base) {
        awaitAnswer(base + READINESS, 200);
    }

    /** Waits until the URL answers with that status; fails at once when the process has died, with the end of its log. */
    public void awaitAnswer(String url, int status) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive())
                        throw new AssertionError("the process died with " + process.exitValue() + ":\n" + tail());
                    return answers(url, status);
                });
    }

    private static boolean answers(String url, int status) throws InterruptedException {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(URI.create(url))
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == status;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** CPU time since its start, in milliseconds; the system counts in hundredths of a second. */
    public long cpuMs() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell the CPU time of a process"))
                .toMillis();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGSTOP; returns when no thread of it runs any more. Only {@link #kill} is of use afterwards. */
    public void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid()))
                .start()
                .waitFor();
        Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            try (Stream<Path> all = Files.list(threads)) {
                return all.allMatch(QantaraProcess::standsStill);
            }
        });
    }

    private static boolean standsStill(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException ended) {
            return true;
        }
    }

    /** SIGTERM, and the exit code. */
    public int terminate() throws IOException, InterruptedException {
        process.destroy();
        return exitCode(Duration.ofMinutes(1));
    }

    /** Waits for the process to end by itself. */
    public int exitCode(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new AssertionError("still running after " + patience + ":\n" + tail());
        }
        return process.exitValue();
    }

    public String output() throws IOException {
        return Files.readString(log);
    }

    /** The last lines it wrote. */
    public String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) kill();
    }
}
