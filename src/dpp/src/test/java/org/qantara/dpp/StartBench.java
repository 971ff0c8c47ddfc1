package org.qantara.dpp;

import java.nio.file.Path;

/**
 * How long the DPP takes to start on existing data, in a fresh JVM: {@code StartBench <folder>}; the first run makes the schema. Prints
 * milliseconds since the JVM started.
 */
final class StartBench {

    private StartBench() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        long beforeMs = System.currentTimeMillis()
                - java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime();
        Dpp dpp = Dpp.start(
                new DppSettings("jdbc:h2:file:" + folder.resolve("dpp").toAbsolutePath(), "sa", "", null));
        long upMs = System.currentTimeMillis()
                - java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.printf("JVM to main %d ms, JVM to DPP up %d ms%n", beforeMs, upMs);
        dpp.close();
    }
}
