package org.qantara.tests.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file system of {@value #MEGABYTES} MB in memory, mounted over one folder: it can be full without disturbing the machine. Mounting
 * needs the rights of root. It says nothing of durability, only of what happens when nothing can be written.
 */
final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 768;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /** Whether this process may mount. */
    static boolean isPossible() throws IOException, InterruptedException {
        Path probe = Files.createTempDirectory("mount-probe");
        try {
            mount(probe).close();
            return true;
        } catch (IOException notAllowed) {
            return false;
        } finally {
            Files.delete(probe);
        }
    }

    static SmallDisk mount(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    /** Not a byte is left. */
    void fill() throws IOException {
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) out.write(block);
        } catch (IOException full) {
            if (Files.getFileStore(folder).getUsableSpace() > block.length) throw full;
        }
    }

    void free() throws IOException {
        Files.delete(ballast);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0)
            throw new IOException(String.join(" ", command) + ": " + said.strip());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }
}
