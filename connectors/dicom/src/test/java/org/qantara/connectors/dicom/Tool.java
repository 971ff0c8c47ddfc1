package org.qantara.connectors.dicom;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real peer's command line. */
public final class Tool {
    private Tool() {}

    /** What a command said. */
    public record Result(int exit, String output) {}

    /** The path of a program, or the test is skipped and says which program is missing. */
    public static String path(String program) {
        String found = find(program);
        assumeTrue(found != null, "SKIPPED: " + program + " is not installed");
        return java.util.Objects.requireNonNull(found);
    }

    public static @Nullable String find(String program) {
        for (String folder : "/usr/bin:/usr/sbin:/usr/local/bin".split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return folder + "/" + program;
            }
        }
        return null;
    }

    public static Result run(String program, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(path(program)));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(program + " did not end");
        }
        return new Result(process.exitValue(), output);
    }
}
