package org.qantara.tests.bench.mapping;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.qantara.tests.Home;

/** The peer's jars: fetched by Maven when they are first asked for, so that no build and no first clone pays for them. */
final class PeerClasspath {
    /** System property that hands the class path to the processes that measure. */
    static final String PROPERTY = "qantara.bench.peer";

    private PeerClasspath() {}

    static String given() {
        return Objects.requireNonNull(System.getProperty(PROPERTY), PROPERTY + " is not set");
    }

    /**
     * The class path, from {@code tests/peers/linuxforhealth.pom.xml}.
     *
     * @throws ConnectException when the jars are not there and cannot be fetched
     */
    static String fetched() throws IOException, InterruptedException {
        Path home = Home.folder();
        Path pom = home.resolve("tests/peers/linuxforhealth.pom.xml");
        Path file = home.resolve("tests/target/peers/linuxforhealth.classpath");
        boolean there =
                Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(pom)) > 0;
        if (!there) {
            System.err.println("fetching the peer's jars (once, some 60 MB) ...");
            Files.createDirectories(file.getParent());
            int exit = new ProcessBuilder(
                            home.resolve("mvnw").toString(),
                            "-B",
                            "-q",
                            "-f",
                            pom.toString(),
                            "dependency:build-classpath",
                            "-Dmdep.outputFile=" + file)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(file.resolveSibling("linuxforhealth.log").toFile())
                    .start()
                    .waitFor();
            if (exit != 0 || !Files.exists(file)) {
                throw new ConnectException(
                        "the peer's jars could not be fetched, see tests/target/peers/linuxforhealth.log; without the peer: --no-peer");
            }
        }
        return Files.readString(file).strip();
    }
}
