package org.qantara.tests.bench.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.qantara.tests.bench.ingest.StoreFigures.Store;

/**
 * A server under measurement, in a JVM of its own, so that its CPU time is known apart from the client's and no compiled code is shared with the peer.
 *
 * @param store its database
 * @param base where it answers, {@code http://127.0.0.1:<port>/fhir}
 */
record BenchServer(Process process, Store store, String base) implements AutoCloseable {

    static final List<String> JVM_OPTIONS = List.of(
            "-Xms2g",
            "-Xmx2g",
            "-XX:+UseParallelGC",
            "-XX:ReservedCodeCacheSize=400m",
            "-XX:-UseDynamicNumberOfCompilerThreads");

    private static final long TICK_MS = 10;

    /**
     * Starts it and waits until it answers.
     *
     * @param kind {@code plain}, {@code dpp} or {@code dpp-registry}
     * @param jvmOptions the same for every server of a run
     */
    static BenchServer start(String kind, Store store, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerMain.class.getName()));
        command.addAll(List.of(kind, store.jdbcUrl(), store.user()));
        Path log = Files.createTempFile("qantara-bench-" + kind, ".log");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("READY ")) {
                drain(output);
                return new BenchServer(
                        process, store, "http://127.0.0.1:" + line.substring(6).strip() + "/fhir");
            }
        }
        throw new IOException("the server '" + kind + "' ended before it answered; see " + log);
    }

    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "bench-server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** CPU time since it started, compilers and garbage collection included. */
    long cpuMs() {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    /** The part of it that its just-in-time compilers used: what steady state no longer pays. Linux only. */
    long compilersMs() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return threads.mapToLong(BenchServer::compilerTicks).sum() * TICK_MS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long compilerTicks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int end = stat.lastIndexOf(')');
            if (!stat.substring(stat.indexOf('(') + 1, end).matches("C[12] CompilerThre.*")) {
                return 0;
            }
            String[] fields = stat.substring(end + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException ended) {
            return 0;
        }
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        process.waitFor();
    }
}
