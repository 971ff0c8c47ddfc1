package org.qantara.dpp.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.qantara.dpp.DppSettings;
import org.qantara.dpp.RegistrySettings;

/** A DPP with its registry in a process of its own, to be killed. It ends with its standard input, so that it never outlives the test. */
public final class DppProcess implements AutoCloseable {

    private static final String READY = "READY ";

    private final Process process;
    private final DppUnderTest http;

    private DppProcess(Process process, DppUnderTest http) {
        this.process = process;
        this.http = http;
    }

    /** Returns when it answers. The password is empty. */
    public static DppProcess start(DppSettings settings) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DppProcess.class.getName(),
                        settings.jdbcUrl(),
                        settings.user(),
                        String.join(",", settings.hookHosts())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Thread drain = new Thread(() -> output.lines().forEach(rest -> {}), "dpp-process-output");
                drain.setDaemon(true);
                drain.start();
                return new DppProcess(process, new DppUnderTest(line.substring(READY.length()), settings, () -> {}));
            }
        }
        throw new IOException("the DPP's process ended before it answered, with exit code " + process.exitValue());
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> hookHosts = arguments[2].isEmpty() ? Set.of() : Set.of(arguments[2].split(","));
        DppSettings settings = new DppSettings(arguments[0], arguments[1], "", null)
                .with(RegistrySettings.ON)
                .withHooks(hookHosts);
        System.out.println(READY + DppUnderTest.start(settings).base());
        while (System.in.read() >= 0) {
            // whoever started this process holds the other end
        }
        Runtime.getRuntime().halt(0);
    }

    public DppUnderTest http() {
        return http;
    }

    /** {@code kill -9}; returns when the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        kill();
    }
}
